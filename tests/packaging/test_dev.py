"""The set-up: what it decides before it touches anything, and what it remembers between two starts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree

dev = tree.load("dev.py")


@pytest.mark.parametrize("version", [(3, 11), (3, 11, 7, "final", 0), (3, 14), (4, 0)])
def test_new_enough_pythons_pass(version: tuple[int, ...]) -> None:
    assert dev.too_old(version) == ""


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 9), (2, 7, 18)])
def test_old_pythons_are_refused_with_a_sentence(version: tuple[int, ...]) -> None:
    assert dev.too_old(version) == f"CareBook needs Python 3.11 or newer; this is Python {version[0]}.{version[1]}."


@pytest.mark.parametrize(
    ("environ", "platform", "screen"),
    [
        ({}, "win32", True),
        ({}, "darwin", True),
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
    ],
)
def test_a_screen_is_seen(environ: dict[str, str], platform: str, screen: bool) -> None:
    assert dev.has_screen(environ, platform) is screen


def test_what_carebook_is_started_with() -> None:
    assert dev.carebook_arguments([], screen=True) == ["--demo"]
    month_job = dev.carebook_arguments([], screen=False)
    assert month_job[0] == "month-job"
    assert month_job[-2:] == ["--out", "build/month-job"]
    assert dev.carebook_arguments(["check", "book"], screen=False) == ["check", "book"]


def test_the_list_of_the_month_job_is_there() -> None:
    assert (tree.ROOT / dev.MONTH_JOB[dev.MONTH_JOB.index("--list") + 1]).is_file()


def test_without_a_screen_qt_draws_into_memory() -> None:
    assert dev.environment({"A": "1"}, screen=False) == {"A": "1", "QT_QPA_PLATFORM": "offscreen"}
    assert dev.environment({"A": "1"}, screen=True) == {"A": "1"}


def test_tests_keep_the_modules_they_compile() -> None:
    given = {"PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
    assert dev.environment(given, screen=False, test=True) == {"QT_QPA_PLATFORM": "offscreen"}
    assert dev.environment(given, screen=False) == given


@pytest.mark.parametrize(
    ("configuration", "version"),
    [
        ("home = /usr/bin\nversion = 3.11.7\n", (3, 11)),
        ("home = /usr/bin\nversion_info = 3.12.1.final.0\n", (3, 12)),
        ("version = new\n", None),
        ("", None),
    ],
)
def test_the_version_of_an_environment(configuration: str, version: tuple[int, int] | None) -> None:
    assert dev.version_in(configuration) == version


def test_the_mark_changes_with_the_project_and_the_folder() -> None:
    marks = {dev.mark_of(project, folder) for project in (b"a", b"b") for folder in (Path("x"), Path("y"))}
    assert len(marks) == 4
    assert dev.mark_of(b"a", Path("x")) == dev.mark_of(b"a", Path("x"))


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An environment of Python 3.11 as it looks from outside."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    (tmp_path / "pyvenv.cfg").write_text("version = 3.11.7\n")
    return tmp_path


def test_a_finished_set_up_is_remembered(environment: Path) -> None:
    dev.State(environment).finish("mark", test=False)
    state = dev.State(environment)
    assert state.is_ready("mark", test=False)
    assert not state.is_ready("mark", test=True)
    assert not state.is_ready("changed", test=False)
    assert not state.must_be_rebuilt((3, 11), windows=False)


def test_a_set_up_for_tests_serves_the_program_too(environment: Path) -> None:
    dev.State(environment).finish("mark", test=True)
    state = dev.State(environment)
    assert state.for_tests
    assert state.is_ready("mark", test=False)
    assert state.is_ready("mark", test=True)


def test_an_interrupted_set_up_begins_again(environment: Path) -> None:
    dev.State(environment).begin()
    state = dev.State(environment)
    assert not state.is_ready("mark", test=False)
    assert state.must_be_rebuilt((3, 11), windows=False)


def test_an_untried_qt_is_tried_again_without_beginning_from_nothing(environment: Path) -> None:
    dev.State(environment).untried()
    state = dev.State(environment)
    assert not state.is_ready("mark", test=False)
    assert not state.must_be_rebuilt((3, 11), windows=False)


def test_an_environment_somebody_else_made_is_used(environment: Path) -> None:
    assert not dev.State(environment).must_be_rebuilt((3, 11), windows=False)


def test_an_environment_of_another_python_is_rebuilt(environment: Path) -> None:
    assert dev.State(environment).must_be_rebuilt((3, 12), windows=False)


@pytest.mark.parametrize("lost", ["pyvenv.cfg", "bin/python"])
def test_an_environment_that_lost_a_part_is_rebuilt(environment: Path, lost: str) -> None:
    (environment / lost).unlink()
    assert dev.State(environment).must_be_rebuilt((3, 11), windows=False)


def test_a_missing_environment_is_made(tmp_path: Path) -> None:
    state = dev.State(tmp_path / ".venv")
    assert state.must_be_rebuilt((3, 11), windows=False)
    assert not state.is_ready("mark", test=False)


def test_pip_installs_this_checkout(tmp_path: Path) -> None:
    assert dev.pip_arguments(tmp_path, test=False)[-2:] == ["--editable", f"{tmp_path}[send]"]
    assert dev.pip_arguments(tmp_path, test=True)[-1] == f"{tmp_path}[dev]"
    assert "--no-index" not in dev.pip_arguments(tmp_path, test=True)


def test_a_folder_of_wheels_makes_it_offline(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    arguments = dev.pip_arguments(tmp_path, test=False)
    assert "--no-index" in arguments
    assert arguments[arguments.index("--find-links") + 1] == str(tmp_path / "wheels")


def test_missing_programs_are_named_with_their_package() -> None:
    assert dev.missing_programs(lambda program: None if program in ("pdfsig", "openssl") else program) == [
        "pdfsig",
        "openssl",
    ]
    assert dev.packages_of(["pdftotext", "pdfsig", "openssl"]) == ["openssl", "poppler-utils"]
    assert dev.apt_line(["openssl", "poppler-utils"]) == "sudo apt install openssl poppler-utils"


class Debian:
    """A Debian where Qt's libraries are missing until they are installed; ``root`` may install."""

    def __init__(self, patch: pytest.MonkeyPatch, *, root: bool, cured_by: str = "libegl1") -> None:
        self.packages: list[str] = []
        patch.setattr(sys, "platform", "linux")
        patch.setattr(dev, "may_install", lambda: root)
        patch.setattr(dev, "installed", self.install)
        patch.setattr(
            dev,
            "qt_complaint",
            lambda *_: "" if cured_by in self.packages else "libEGL.so.1: cannot open shared object",
        )
        patch.setattr(dev, "found_here", lambda program: program if self.packages else None)

    def install(self, packages: list[str]) -> bool:
        self.packages += packages
        return True


def test_root_gets_the_libraries_of_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    debian = Debian(monkeypatch, root=True)
    dev.make_sure_qt_works(Path("python"), {})
    assert debian.packages == list(dev.LIBRARIES)


def test_others_get_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    Debian(monkeypatch, root=False)
    with pytest.raises(SystemExit, match=r"libEGL.so.1(.|\n)*sudo apt install libegl1 libgl1 .*libcups2"):
        dev.make_sure_qt_works(Path("python"), {})


def test_a_qt_that_stays_broken_stops_the_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    Debian(monkeypatch, root=True, cured_by="a new graphics card")
    with pytest.raises(SystemExit, match="Qt does not start"):
        dev.make_sure_qt_works(Path("python"), {})


def test_a_program_is_found_by_its_name_or_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "pyatspi.py").touch()
    assert dev.found_here("sh") == shutil.which("sh") is not None
    assert dev.found_here(str(tmp_path / "pyatspi.py")) == str(tmp_path / "pyatspi.py")
    assert dev.found_here(str(tmp_path / "gone.py")) is None


def test_root_gets_the_witnesses_of_the_tests(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    debian = Debian(monkeypatch, root=True)
    dev.make_sure_of_test_programs()
    assert debian.packages == dev.packages_of(dev.TEST_PROGRAMS)
    assert capsys.readouterr().out == ""


def test_others_are_told_which_tests_are_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Debian(monkeypatch, root=False)
    dev.make_sure_of_test_programs()
    told = capsys.readouterr().out
    assert all(f"No {program} here: the tests" in told for program in dev.TEST_PROGRAMS)
    assert "sudo apt install poppler-utils" in told


def _checkout(folder: Path) -> Path:
    (folder / "packaging").mkdir(parents=True)
    shutil.copy(tree.ROOT / "packaging" / "dev.py", folder / "packaging")
    (folder / "pyproject.toml").write_text("[project]\n")
    return folder.resolve()


def test_what_was_set_up_without_a_screen_is_tried_once_on_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = _checkout(tmp_path / "so")
    environment = checkout / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    dev.State(environment).finish(dev.mark_of(b"[project]\n", checkout), test=True)
    tried: list[dict[str, str]] = []
    monkeypatch.setattr(dev, "make_sure_qt_works", lambda _python, environ: tried.append(environ))
    without, on_screen = {"QT_QPA_PLATFORM": "offscreen"}, {"DISPLAY": ":0"}
    for environ in (without, on_screen, on_screen, without):
        dev.set_up(checkout, environ is without, environ)
    assert tried == [on_screen]
    assert dev.State(environment).for_tests


def test_a_second_start_runs_the_environment_at_once_and_hands_on_its_exit_code(tmp_path: Path) -> None:
    checkout = _checkout(tmp_path / "Sổ chăm sóc")
    environment = checkout / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    dev.State(environment).finish(dev.mark_of(b"[project]\n", checkout), test=False, screen=True)
    (checkout / "carebook.py").write_text("import sys\nprint(sys.argv[1:])\nsys.exit(3)\n")
    started = subprocess.run(
        [sys.executable, checkout / "packaging" / "dev.py", "check", "my book"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.stdout == "['check', 'my book']\n", started.stderr
    assert started.returncode == 3
