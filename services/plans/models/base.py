"""The base of this service's tables."""

from enum import StrEnum

from sqlalchemy import Enum, MetaData

from shared.db import Base


class Plans(Base):
    """The tables of this service alone; another service may have one of the same name."""

    __abstract__ = True
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


def word_of(values: type[StrEnum]) -> Enum:
    """Keep a word of *values* as text."""
    return Enum(values, native_enum=False, length=20, values_callable=lambda words: [word.value for word in words])
