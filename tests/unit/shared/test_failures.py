"""Bad weather is told from a bad record."""

import asyncpg
import pytest
from aiokafka.errors import KafkaTimeoutError
from pydantic import ValidationError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from shared.errors import NotFound, SomeoneWasFaster
from shared.events.plans import QuarterClosed
from shared.messaging.failures import is_around_us

AROUND_US = [
    ConnectionResetError(),
    TimeoutError(),
    KafkaTimeoutError(),
    PoolTimeout(),
    StaleDataError(),
    SomeoneWasFaster(),
    asyncpg.DeadlockDetectedError(),
    asyncpg.SerializationError(),
    asyncpg.LockNotAvailableError(),
    asyncpg.TooManyConnectionsError(),
    asyncpg.DiskFullError(),
    asyncpg.AdminShutdownError(),
    asyncpg.CannotConnectNowError(),
    asyncpg.IdleInTransactionSessionTimeoutError(),
    asyncpg.InterfaceError("connection is closed"),
    asyncpg.InternalClientError("cannot switch to state 12"),
    OperationalError("SELECT 1", {}, asyncpg.DeadlockDetectedError()),
    OperationalError("SELECT 1", {}, ConnectionRefusedError()),
]

ITS_OWN = [
    ValueError(),
    KeyError("plan_id"),
    ZeroDivisionError(),
    NotFound(),
    ValidationError.from_exception_data("x", []),
    asyncpg.UniqueViolationError(),
    asyncpg.NotNullViolationError(),
    asyncpg.UndefinedColumnError(),
    asyncpg.CharacterNotInRepertoireError(),
    IntegrityError("INSERT", {}, asyncpg.ForeignKeyViolationError()),
    DataError("INSERT", {}, asyncpg.NumericValueOutOfRangeError()),
]


@pytest.mark.parametrize("error", AROUND_US, ids=repr)
def test_failure_around_us_is_waited_out(error: Exception) -> None:
    assert is_around_us(error) is True


@pytest.mark.parametrize("error", ITS_OWN, ids=repr)
def test_failure_of_the_record_itself_is_put_aside(error: Exception) -> None:
    assert is_around_us(error) is False


def test_event_that_lacks_a_field_is_a_failure_of_its_own() -> None:
    with pytest.raises(ValidationError) as caught:
        QuarterClosed.model_validate({})

    assert is_around_us(caught.value) is False
