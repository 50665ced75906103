"""What administrators do in a browser, from the menu to the result; and those whom they add."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from sopkit.services.register.persons import give_right
from tests.browser.application import Served
from tests.browser.fit import too_wide
from tests.browser.view import PHONE, View

NewPage = Callable[..., Page]

PASSWORD = "a few words together"  # noqa: S105 - nobody's


def test_a_new_colleague_is_added_and_comes_in_by_the_link(
    served: Served, new_page: NewPage
) -> None:
    admin = new_page(View(language="en"))
    served.sign_in(admin, "admin")
    admin.get_by_role("link", name="Administration").click()
    admin.get_by_role("link", name="Add a person").click()
    admin.get_by_label("Name").fill("Noor Smit")
    admin.get_by_label("Login").fill("noor")
    admin.get_by_role("button", name="Add").click()
    admin.get_by_role("button", name="Give the right").click()
    expect(admin.get_by_role("status")).to_have_text("Done: it holds from now on.")
    admin.get_by_role("button", name="Make a link to set a password").click()
    link = admin.locator("code.secret").inner_text()

    noor = new_page(View(PHONE, language="nl"))
    noor.goto(link)
    assert too_wide(noor) == []
    noor.get_by_label("Nieuw wachtwoord", exact=True).fill(PASSWORD)
    noor.get_by_label("Nieuw wachtwoord, nog een keer").fill(PASSWORD)
    noor.get_by_role("button", name="Dit wachtwoord instellen").click()
    noor.wait_for_url("**/sign-in?done=password")
    served.sign_in(noor, "noor", PASSWORD)
    noor.get_by_role("link", name="Noor Smit").click()
    expect(noor.get_by_role("heading", level=1)).to_have_text("Je account")


def test_people_come_from_a_spreadsheet_after_a_look_at_what_happens(
    served: Served, new_page: NewPage
) -> None:
    admin = new_page(View(language="nl"))
    served.sign_in(admin, "admin")
    served.visit(admin, "/admin/import")
    data = "login;name;rights\nkees;Kees Vos;reader:*\nauthor;Anna de Vries;\n".encode("utf-8-sig")
    file = FilePayload(name="mensen.csv", mimeType="text/csv", buffer=data)
    admin.get_by_label("Een CSV-bestand").set_input_files([file])
    admin.get_by_role("button", name="Tonen wat het doet").click()
    expect(admin.locator("main")).to_contain_text("heet voortaan Anna de Vries")
    admin.get_by_role("button", name="Dit uitvoeren").click()
    expect(admin.get_by_role("link", name="Kees Vos")).to_be_visible()


def test_a_department_is_added_without_a_script_and_by_keyboard(
    served: Served, new_page: NewPage
) -> None:
    give_right(
        served.world.register, served.world.people["admin"], "author", "administrator", "*",
        served.world.tick(),
    )  # fmt: skip
    page = new_page(View(language="en"), script=False)
    served.sign_in(page, "author")
    served.visit(page, "/admin/list/departments")
    page.locator("#new-name-nl").focus()
    page.keyboard.type("Inkoop")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=saved")
    expect(page.locator("details", has_text="Inkoop")).to_be_visible()
