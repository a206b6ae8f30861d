"""Ports are chosen once and kept; one that others know is never changed silently."""

import socket
from pathlib import Path

import pytest

from deploy.ports import CHOICE, HOST, Ports, is_free, is_open
from deploy.trouble import Trouble


def _taken(port: int) -> socket.socket:
    taker = socket.create_server((HOST, port))
    taker.listen()
    return taker


def test_a_chosen_port_is_free_and_outside_the_kernels_own_range(tmp_path: Path) -> None:
    port = Ports(tmp_path / "ports.json").of("postgres")

    assert (port in CHOICE, is_free(port)) == (True, True)


def test_a_restart_keeps_the_port(tmp_path: Path) -> None:
    first = Ports(tmp_path / "ports.json").of("kafka")

    assert Ports(tmp_path / "ports.json").of("kafka") == first


def test_two_names_never_share_a_port(tmp_path: Path) -> None:
    ports = Ports(tmp_path / "ports.json")

    assert len({ports.of(str(name)) for name in range(50)}) == 50


def test_a_taken_port_that_only_we_know_is_chosen_again(tmp_path: Path) -> None:
    first = Ports(tmp_path / "ports.json").of("plans")

    with _taken(first):
        second = Ports(tmp_path / "ports.json").of("plans")

    assert second != first


def test_a_taken_port_that_others_know_is_a_clear_sentence(tmp_path: Path) -> None:
    port = Ports(tmp_path / "ports.json").of("kafka")

    with _taken(port), pytest.raises(Trouble) as refused:
        Ports(tmp_path / "ports.json").of("kafka")

    assert refused.value.what == (
        f"Port {port} of kafka is taken by another program, and departments' systems may know it by heart."
    )
    assert len(refused.value.ways_out) == 2


def test_an_address_is_open_while_somebody_listens(tmp_path: Path) -> None:
    port = Ports(tmp_path / "ports.json").of("mail")

    with _taken(port):
        while_listening = is_open(f"{HOST}:{port}")

    assert (while_listening, is_open(f"{HOST}:{port}")) == (True, False)
