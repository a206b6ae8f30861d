import json
from pathlib import Path

from sqlalchemy import select

from services.gateway import accounts
from services.gateway.auth import ensure_accounts
from services.gateway.models import AccountRow
from shared.roles import Role
from tests.component.gateway.conftest import PASSWORD, Gateway, an_account

NEW = "Mật khẩu khác hẳn"


async def _hash(gateway: Gateway, user: str) -> str:
    async with gateway.database.transaction() as session:
        return (await session.scalars(select(AccountRow.password_hash).where(AccountRow.user_name == user))).one()


async def test_password_is_kept_as_a_costly_hash(gateway: Gateway) -> None:
    assert (await _hash(gateway, "noivu")).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_same_account_again_changes_nothing_and_ends_no_session(gateway: Gateway) -> None:
    before = await _hash(gateway, "noivu")
    browser = await gateway.signed_in("noivu")

    async with gateway.database.transaction() as session:
        await ensure_accounts(session, [an_account("noivu", "Chuyên viên", Role.APPRAISER)])

    assert await _hash(gateway, "noivu") == before
    assert (await browser.client.get("/plans")).status_code == 200


async def test_new_password_ends_the_sessions_of_the_old_one(gateway: Gateway) -> None:
    async with gateway.database.transaction() as session:
        await ensure_accounts(session, [an_account("tam", "Tạm", Role.LEADER)])
    browser = await gateway.signed_in("tam")

    async with gateway.database.transaction() as session:
        await ensure_accounts(session, [an_account("tam", "Tạm", Role.LEADER, password=NEW)])

    assert (await browser.client.get("/plans")).status_code == 303
    assert (await gateway.try_password(gateway.browser(), "tam", PASSWORD)).status_code == 422
    assert (await gateway.try_password(gateway.browser(), "tam", NEW)).status_code == 303


async def test_changed_role_holds_from_the_next_page_on(gateway: Gateway) -> None:
    async with gateway.database.transaction() as session:
        await ensure_accounts(session, [an_account("doi-vai", "Đổi vai", Role.LEADER)])
    browser = await gateway.signed_in("doi-vai")
    before = (await browser.get("/reports")).buttons

    async with gateway.database.transaction() as session:
        await ensure_accounts(session, [an_account("doi-vai", "Đổi vai", Role.ADMINISTRATOR)])

    assert (before, (await browser.get("/reports")).buttons) == (["Xem", "Lập tổng hợp"], ["Xem"])


async def test_file_of_accounts_is_written_to_the_database(gateway: Gateway, gateway_dsn: str, tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    account = {"user": "huyen-a", "name": "Huyện A", "roles": ["unit_officer"], "unit_id": "huyen-a", "password": NEW}
    file.write_text(json.dumps([account]))

    await accounts.write(accounts.read(file), gateway_dsn)

    async with gateway.database.transaction() as session:
        row = await session.get_one(AccountRow, "huyen-a")
    assert (row.name, row.roles, row.unit_id) == ("Huyện A", ["unit_officer"], "huyen-a")
    assert (await gateway.try_password(gateway.browser(), "huyen-a", NEW)).status_code == 303
