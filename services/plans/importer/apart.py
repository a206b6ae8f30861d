"""Previews a document in another process, which ends itself when a file takes it too long or too much memory."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

from pydantic import TypeAdapter

from services.plans.importer.preview import MAX_BYTES, preview
from services.plans.importer.shape import NotAPlan, Preview

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
AT_ONCE = 2
TOO_LARGE = "Tệp “{name}” lớn hơn mức cho phép ({most:g} MiB)."
TOO_SLOW = "Tệp “{name}” không đọc xong trong {seconds} giây; hãy lưu lại từ phần mềm soạn thảo rồi gửi lại."
TOO_MUCH = "Tệp “{name}” không đọc được: cấu trúc bị hỏng hoặc quá nặng so với một kế hoạch."
ANSWER: TypeAdapter[Preview | NotAPlan] = TypeAdapter(Preview | NotAPlan)

_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="preview")
_own = threading.local()


def preview_apart(content: bytes, filename: str) -> Future[Preview | NotAPlan]:
    """Promise what `preview` returns, two documents at a time; a file that ends its reader is refused."""
    return _threads.submit(_asked, content, filename)


def _asked(content: bytes, filename: str) -> Preview | NotAPlan:
    """Ask this thread's reader, which lives on for the next document."""
    if len(content) > MAX_BYTES:
        return NotAPlan(reason=TOO_LARGE.format(name=filename, most=MAX_BYTES / 1024 / 1024))
    reader: subprocess.Popen[bytes] | None = getattr(_own, "reader", None)
    if reader is None or reader.poll() is not None:
        reader = _own.reader = _started()
    assert reader.stdin
    assert reader.stdout
    try:
        reader.stdin.write(json.dumps([filename, len(content)]).encode() + b"\n" + content)
        reader.stdin.flush()
    except BrokenPipeError:
        answer = b""
    else:
        answer = reader.stdout.readline()
    if answer:
        return ANSWER.validate_json(answer)
    reader.communicate()
    reason = TOO_SLOW if reader.returncode == -signal.SIGALRM else TOO_MUCH
    return NotAPlan(reason=reason.format(name=filename, seconds=SECONDS))


def _started() -> subprocess.Popen[bytes]:
    """Start a reader that knows nothing of this process's passwords."""
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", __name__]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603 - our own module


def _serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer documents until nobody asks; the system ends this process where the alarm rings first."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while head := asked.readline():
        filename, length = json.loads(head)
        content = asked.read(length)
        signal.alarm(SECONDS)
        found = preview(content, filename)
        answered.write(found.model_dump_json().encode() + b"\n")
        signal.alarm(0)
        answered.flush()


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
