"""Choices that look like chance and are the same every time: each is the hash of what it is about."""

import hashlib
from collections.abc import Mapping
from typing import TypeVar

Choice = TypeVar("Choice")

_STEPS = 2**32


def share(*about: object) -> float:
    """Return a number from 0 up to 1 that depends on *about* and nothing else."""
    named = "/".join(map(str, about)).encode()
    return int.from_bytes(hashlib.sha256(named).digest()[:4]) / _STEPS


def number(below: int, *about: object) -> int:
    """Return a whole number from 0 up to *below*."""
    return int(share(*about) * below)


def choice(weights: Mapping[Choice, float], *about: object) -> Choice:
    """Return one of the keys of *weights*, each as often as its weight says."""
    left = share(*about) * sum(weights.values())
    for chosen, weight in weights.items():
        left -= weight
        if left < 0:
            return chosen
    return chosen
