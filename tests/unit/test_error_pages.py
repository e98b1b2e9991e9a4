"""Does the page of our own failure stand by itself, when whatever it would ask may be what failed?"""

from django.test import RequestFactory
from django.utils.translation import override

from web.pages.errors import server_error


def test_a_failure_of_ours_is_told_in_the_readers_language() -> None:
    with override("zh-hans"):
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert 'lang="zh-hans"' in answer.content.decode()
    assert "我们这边出了问题" in answer.content.decode()
