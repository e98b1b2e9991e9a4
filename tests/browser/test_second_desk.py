"""Can an administrator open a second desk, in Spanish, from its command to its first customer?"""

from __future__ import annotations

from playwright.async_api import expect

from demo import cast
from tests.browser.conftest import StartPerson
from tests.browser.shop import shop
from tests.browser.stage import PATIENCE, Desk
from tests.support.instance import Instance


async def test_a_spanish_desk_is_opened_and_serves_its_first_customer(running: Instance, person: StartPerson) -> None:
    key = running.manage("site", "create", "Tienda Sol", "--language", "es", "--language", "en").split()[-1]
    who = ("eva@tienda.example", "Eva Ruiz", "--role", "admin", "--speaks", "es=5", "--speaks", "en=3")
    running.manage("site", "agent", key, *who, typed=f"{cast.PASSWORD}\n")
    page = await person("Eva", locale="en-GB", viewport={"width": 1280, "height": 900})
    eva = await Desk(page, running).sign_in("eva@tienda.example")
    with shop(running, site=key, language="es") as address:
        await page.goto(f"{running.url}/console/office/site")
        await expect(page.locator("#snippet")).to_contain_text(key)
        await page.get_by_label("Origins that may embed the widget").fill(address)
        await page.get_by_label("Greeting 1").fill("¡Hola! ¿En qué le ayudamos?")
        await page.get_by_role("button", name="Save").first.click()
        await expect(page.locator(".checks")).to_contain_text("has not asked for it yet")
        # What customers ask about, in their language, with the number that an answer needs.
        await page.goto(f"{running.url}/console/office/topics")
        await page.get_by_role("link", name="New topic").click()
        await page.locator("[id='names.es']").fill("Envíos")
        await page.get_by_label("Name of field 1 in Spanish").fill("Número de pedido")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("row").filter(has_text="Envíos")).to_contain_text("Número de pedido")
        await page.goto(f"{running.url}/console/")
        await page.get_by_test_id("status-available").click()
        customer = await person("Sofía", locale="es-ES", viewport={"width": 390, "height": 844})
        await customer.goto(address)
        await customer.locator("button[aria-expanded]").click()
        frame = customer.frame_locator("iframe")
        await expect(frame.get_by_text("¡Hola! ¿En qué le ayudamos?")).to_be_visible(timeout=PATIENCE)
        await frame.get_by_test_id("topics").get_by_role("button", name="Envíos").click()
        await frame.locator(".topic-fields input[type=text]").fill("B-1077")
        await frame.get_by_test_id("message").fill("¿Dónde está mi paquete?")
        await frame.get_by_test_id("send").click()
        await eva.open_first()
        await eva.sees("¿Dónde está mi paquete?")
        await expect(page.get_by_text("B-1077")).to_be_visible()
        await eva.write("Ahora mismo lo miro")
        await expect(frame.get_by_role("log")).to_contain_text("Ahora mismo lo miro", timeout=PATIENCE)
        await page.goto(f"{running.url}/console/office/site")
        await expect(page.locator(".checks")).to_contain_text("asked for it last at")
        # And the first desk has seen nothing of it.
        nadia = await Desk(await person("Nadia", locale="en-GB"), running).sign_in("nadia")
        await expect(nadia.page.get_by_test_id("console")).not_to_contain_text("Sofía")
        found = await nadia.page.request.get(f"{running.url}/api/v1/search?q=paquete")
        assert (await found.json())["found"] == []
