"""Who is asking: a short-lived identity that the gateway signs and every service verifies itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.clock import SystemClock
from shared.errors import Forbidden, Refused
from shared.roles import Role
from shared.settings import settings

LIFETIME = timedelta(minutes=2)
_REMEMBERED = 10_000
_ALGORITHM = "Ed25519"


class NotSignedIn(Refused):
    """The request carries no valid identity."""

    status = 401
    message = "Phiên làm việc đã hết. Vui lòng đăng nhập lại."


@dataclass(frozen=True, slots=True)
class Identity:
    """A verified caller: user name, display name, roles and, for a unit's officer, the unit."""

    user: str
    name: str
    roles: frozenset[Role]
    unit_id: str | None = None

    def may(self, *roles: Role) -> bool:
        """Return whether the caller holds one of *roles*."""
        return not self.roles.isdisjoint(roles)

    def require(self, *roles: Role) -> None:
        """Refuse a caller who holds none of *roles*."""
        if not self.may(*roles):
            raise Forbidden

    def require_unit(self, unit_id: str) -> None:
        """Refuse a unit's officer who reaches for another unit's things."""
        if self.unit_id is not None and self.unit_id != unit_id:
            raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")


def sign(identity: Identity, private_key: str | None = None) -> str:
    """Return a token for *identity*, valid for `LIFETIME` by the machine's own clock.

    The gateway signs with the key of its settings; the operator's tools, which have none, bring *private_key*.
    """
    key = OKPKey.import_key(private_key or settings().identity_private_key.get_secret_value())
    expires = SystemClock().now() + LIFETIME
    claims = {
        "sub": identity.user,
        "name": identity.name,
        "roles": sorted(identity.roles),
        "unit": identity.unit_id,
        "exp": int(expires.timestamp()),
    }
    return jwt.encode({"alg": _ALGORITHM}, claims, key, algorithms=[_ALGORITHM])


def verifier(public_key: str) -> Callable[[str], Identity]:
    """Return a function that checks a token against *public_key* and raises NotSignedIn.

    A token already checked is remembered until it expires, so that a busy page costs one signature check.
    """
    key = OKPKey.import_key(public_key)
    known: dict[str, tuple[int, Identity]] = {}

    def verify(token: str) -> Identity:
        now = int(SystemClock().now().timestamp())
        if token in known and known[token][0] > now:
            return known[token][1]
        try:
            claims = jwt.decode(token, key, algorithms=[_ALGORITHM]).claims
            expires = int(claims["exp"])
            roles = frozenset(Role(role) for role in claims["roles"])
            identity = Identity(claims["sub"], claims["name"], roles, claims["unit"])
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise NotSignedIn from error
        if expires <= now:
            raise NotSignedIn
        if len(known) > _REMEMBERED:
            known.clear()
        known[token] = (expires, identity)
        return identity

    return verify


async def caller_of(request: Request) -> Identity:
    """Return the verified caller of *request*, for a route that takes nothing but the request."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn
    verify: Callable[[str], Identity] = request.app.state.verify
    return verify(token)


Caller = Annotated[Identity, Depends(caller_of)]
"""A route parameter: the verified caller."""
