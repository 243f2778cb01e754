"""What the kernel is told of this process's memory, and that nothing in it changes by that."""

import mmap
import sys
from pathlib import Path

import numpy as np
import pytest

from device import memory
from device.memory import let_go_of, take_large_pages
from device.pose.models import installed
from device.pose.runtime import load_network

KB = 1024
MB = KB * KB
SMAPS = Path("/proc/self/smaps")

pytestmark = pytest.mark.skipif(
    not (sys.platform == "linux" and SMAPS.exists()), reason="only Linux says how memory is used"
)


def used(field: str, where: str | int) -> int:
    """Bytes that the kernel counts under `field`, in areas of that file or that address."""
    total, counts = 0, False
    for line in SMAPS.read_text(encoding="utf-8", errors="replace").splitlines():
        first = line.split(maxsplit=1)[0]
        if not first.endswith(":"):
            begin, end = (int(one, 16) for one in first.split("-"))
            counts = begin <= where < end if isinstance(where, int) else line.endswith(where)
        elif counts and first == f"{field}:":
            total += int(line.split()[1]) * KB
    return total


def area_of(size: int) -> mmap.mmap:
    """Memory of this process alone, as malloc asks for it."""
    return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


def address_of(area: mmap.mmap) -> int:
    return np.frombuffer(area, np.uint8).ctypes.data


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a file.bin"
    path.write_bytes(np.arange(MB, dtype=np.uint32).tobytes())
    return path


class TestTakeLargePages:
    @pytest.fixture(autouse=True)
    def has_large_pages(self) -> None:
        if not memory._LARGE_PAGE.exists():
            pytest.skip("this kernel has no large pages")

    def test_what_was_allocated_lies_in_large_pages_and_is_the_same(self) -> None:
        with area_of(16 * MB) as area:
            written = bytes(range(256)) * (16 * 4 * KB)
            area[:] = written
            middle = address_of(area) + 8 * MB
            assert used("AnonHugePages", middle) == 0
            assert take_large_pages() >= 14 * MB
            assert used("AnonHugePages", middle) >= 14 * MB
            assert area[:] == written

    def test_what_is_mostly_unused_stays_as_it_is(self) -> None:
        with area_of(64 * MB) as area:
            area[: 4 * MB] = bytes([1]) * (4 * MB)
            before = used("Rss", address_of(area))
            take_large_pages()
            assert used("Rss", address_of(area)) == before

    def test_nothing_where_the_kernel_has_none(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(memory, "_LARGE_PAGE", tmp_path / "none")
        assert take_large_pages() == 0

    def test_nothing_where_the_kernel_does_not_tell(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(memory, "_SMAPS", tmp_path / "none")
        assert take_large_pages() == 0


class TestLetGoOf:
    def test_a_file_leaves_memory_and_reads_the_same(self, file: Path) -> None:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as area:
            assert sum(area[:: 4 * KB]) >= 0
            assert used("Rss", str(file)) == 4 * MB
            assert let_go_of(file) == 4 * MB
            assert used("Rss", str(file)) == 0
            assert area[:] == file.read_bytes()

    def test_another_file_stays(self, file: Path) -> None:
        other = file.with_name(f"b{file.name}")
        other.write_bytes(file.read_bytes())
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as area:
            assert sum(area[:: 4 * KB]) >= 0
            assert let_go_of(other) == 0
            assert used("Rss", str(file)) == 4 * MB

    def test_what_was_changed_stays(self, file: Path) -> None:
        with file.open("rb") as opened:
            private = mmap.mmap(
                opened.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE
            )
        with private:
            private[:5] = b"mine!"
            assert let_go_of(file) == 0
            assert private[:5] == b"mine!"

    def test_nothing_where_the_kernel_does_not_tell(
        self, monkeypatch: pytest.MonkeyPatch, file: Path
    ) -> None:
        monkeypatch.setattr(memory, "_MAPS", file.with_name("none"))
        assert let_go_of(file) == 0


def test_a_loaded_network_leaves_its_file_and_works_on() -> None:
    models = {model.name: model for model in installed()}
    if "full-int8" not in models:
        pytest.skip("full-int8 is not installed: run ./scripts/start once")
    path = models["full-int8"].path
    network = load_network(path, threads=1)
    assert used("Rss", str(path)) < 0.1 * path.stat().st_size
    shown = np.full(network.input.shape, 100, network.input.dtype)
    first = network.run(shown)
    take_large_pages()
    for one, other in zip(first, network.run(shown), strict=True):
        assert (one == other).all()
