"""Blind signatures (chữ ký mù): RFC 9474, variant RSABSSA-SHA384-PSS-Deterministic.

Who signs learns nothing about what is signed: every blinded message could belong to every signature, whatever
the signer keeps and however long it computes. Verification and keys are those of `cryptography`; only blinding,
which it does not offer, is here. Messages must be unpredictable, because this variant adds no randomness to them.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha384
from math import gcd

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384

BITS = 2048
SALT = 48
_EXPONENT = 65537
_HASH = 48


class NotBlindable(ValueError):
    """A number does not belong to the key, or what was signed is not what was asked for."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What everybody may know: the modulus and the exponent."""

    n: int
    e: int = _EXPONENT

    @property
    def size(self) -> int:
        """Return how many bytes a signature has."""
        return (self.n.bit_length() + 7) // 8


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """What only the signer knows: the two primes of the modulus."""

    p: int
    q: int
    e: int = _EXPONENT

    @property
    def public(self) -> PublicKey:
        """Return the half that everybody may know."""
        return PublicKey(self.p * self.q, self.e)


def new_key() -> PrivateKey:
    """Return a fresh key; takes tens of milliseconds."""
    numbers = rsa.generate_private_key(_EXPONENT, BITS).private_numbers()
    return PrivateKey(numbers.p, numbers.q)


def blind(
    key: PublicKey, message: bytes, *, salt: bytes | None = None, inverse: int | None = None
) -> tuple[bytes, int]:
    """Return *message* blinded for the signer, and the secret that `finalize` needs.

    *salt* and *inverse* are drawn at random; only a published example brings its own.
    """
    encoded = int.from_bytes(_encode(message, key.n.bit_length() - 1, salt or secrets.token_bytes(SALT)), "big")
    if gcd(encoded, key.n) != 1:
        raise NotBlindable
    inverse = _unit(key.n) if inverse is None else inverse
    factor = pow(pow(inverse, -1, key.n), key.e, key.n)
    return (encoded * factor % key.n).to_bytes(key.size, "big"), inverse


def blind_sign(key: PrivateKey, blinded: bytes) -> bytes:
    """Sign what cannot be read. Raises NotBlindable for a message that is not of this key."""
    public = key.public
    message = int.from_bytes(blinded, "big")
    if len(blinded) != public.size or not 0 < message < public.n or gcd(message, public.n) != 1:
        raise NotBlindable
    # The power is taken of a random multiple, so that its duration tells nothing about the key.
    mask = _unit(public.n)
    masked = _root(key, message * pow(mask, key.e, public.n) % public.n)
    signed = masked * pow(mask, -1, public.n) % public.n
    if pow(signed, key.e, public.n) != message:
        raise NotBlindable
    return signed.to_bytes(public.size, "big")


def finalize(key: PublicKey, message: bytes, blind_signature: bytes, inverse: int) -> bytes:
    """Return the signature of *message*. Raises NotBlindable where the signer signed something else."""
    if len(blind_signature) != key.size:
        raise NotBlindable
    signature = int.from_bytes(blind_signature, "big") * inverse % key.n
    signed = signature.to_bytes(key.size, "big")
    if not verify(key, message, signed):
        raise NotBlindable
    return signed


def verify(key: PublicKey, message: bytes, signature: bytes) -> bool:
    """Return whether *signature* is the signer's, of *message*."""
    own = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=SALT)
    try:
        rsa.RSAPublicNumbers(key.e, key.n).public_key().verify(signature, message, own, SHA384())
    except InvalidSignature:
        return False
    return True


def _unit(n: int) -> int:
    """Return a random number that has an inverse modulo *n*."""
    while gcd(unit := secrets.randbelow(n - 1) + 1, n) != 1:
        continue
    return unit


def _root(key: PrivateKey, number: int) -> int:
    """Return the e-th root of *number*, prime by prime, which is four times as fast."""
    of_p = pow(number, pow(key.e, -1, key.p - 1), key.p)
    of_q = pow(number, pow(key.e, -1, key.q - 1), key.q)
    return of_q + (of_p - of_q) * pow(key.q, -1, key.p) % key.p * key.q


def _encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """Return EMSA-PSS (RFC 8017, 9.1.1) of *message* in *bits* bits."""
    size = (bits + 7) // 8
    digest = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(size - len(salt) - _HASH - 2) + b"\x01" + salt
    masked = bytearray(one ^ other for one, other in zip(block, _mask(digest, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """Return MGF1 (RFC 8017, B.2.1) of *seed*."""
    rounds = range(-(-length // _HASH))
    return b"".join(sha384(seed + counter.to_bytes(4, "big")).digest() for counter in rounds)[:length]
