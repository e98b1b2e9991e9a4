"""Does the instance that tests start stand, and survive what they do to it?"""

import urllib.request

from tests.support.instance import Instance


def answer(url: str) -> int:
    with urllib.request.urlopen(url, timeout=5) as response:
        return int(response.status)


def test_a_shared_instance_serves_the_console_and_the_demo_website(running: Instance) -> None:
    assert answer(f"{running.url}/health/live") == 200
    assert answer(f"{running.url}/health/ready") == 200
    assert answer(running.demo_url) == 200


def test_a_killed_program_of_an_instance_can_be_started_again(running: Instance) -> None:
    running.kill("web")
    running.start_one("web")
    running.wait_ready()
    running.restart("redis")
    running.restart("router-1")
    assert answer(f"{running.url}/health/ready") == 200
