"""The base of this service's tables."""

from typing import Any

from sqlalchemy import Integer, MetaData
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.db import Base


class Nominations(Base):
    """The tables of this service alone; another service may have one of the same name."""

    __abstract__ = True
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


class Revised:
    """A row that people work on without every change being told: revision counts the changes.

    Two who saw the same revision cannot both change the row; an aggregate's version counts its facts alone.
    """

    revision: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy's own idiom
        """Check the revision on every update; the commands move it."""
        return {"version_id_col": cls.revision, "version_id_generator": False}
