"""The base of this service's tables."""

from sqlalchemy import MetaData

from shared.db import Base


class Nominations(Base):
    """The tables of this service alone; another service may have one of the same name."""

    __abstract__ = True
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
