"""The build: what it decides without building, the lock files, the texts of the installers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any

import pytest

from carebook import __version__
from tests.house import tree

build = tree.load("build.py")
from installers import ground, licences, linux, locks, news, trimming, updates, windows  # type: ignore[import-not-found]  # noqa: E402

PROJECT = (tree.ROOT / "pyproject.toml").read_text("utf-8")
PYTHONS = {"linux": "3.11", "windows": "3.13"}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0]))


def _holds(version: str, bound: str) -> bool:
    """Whether a locked version lies within one bound such as ``>=6.8.3``."""
    sign, number = re.fullmatch(r"(>=|<)(.+)", bound).groups()  # type: ignore[union-attr]
    mine, theirs = _numbers(version), _numbers(number)
    return mine >= theirs if sign == ">=" else mine < theirs


def _meant(requirement: str, python: str) -> tuple[str, list[str]] | None:
    """The name and the bounds of a requirement for one Python; None when its marker is for another."""
    wanted, _, marker = requirement.partition(";")
    if found := re.search(r"python_version (<|>=) '([\d.]+)'", marker):
        older = _numbers(python) < _numbers(found.group(2))
        if older != (found.group(1) == "<"):
            return None
    bounds = re.sub(r"^[\w.-]+(\[[\w,]+\])?", "", wanted.strip())
    return locks.name_of(wanted), [part.strip() for part in bounds.split(",") if part.strip()]


@pytest.mark.parametrize("target", locks.TARGETS)
def test_every_library_is_locked_within_its_bounds(target: str) -> None:
    pins = locks.pins_in(locks.lock_file(target).read_text("utf-8"))
    extras = (*ground.EXTRAS, *locks.TARGETS[target].extras)
    for requirement in locks.requirements(PROJECT, extras):
        if meant := _meant(requirement, PYTHONS[target]):
            name, bounds = meant
            assert name in pins, f"{name}: run packaging/build.py lock"
            assert all(_holds(pins[name].version, bound) for bound in bounds), (requirement, pins[name].version)


@pytest.mark.parametrize("target", locks.TARGETS)
def test_every_locked_library_has_hashes(target: str) -> None:
    pins = locks.pins_in(locks.lock_file(target).read_text("utf-8"))
    assert len(pins) > 60
    assert all(pin.hashes for pin in pins.values())


def test_the_qt_that_aborts_on_python_3_11_is_not_locked_for_it() -> None:
    pins = locks.pins_in(locks.lock_file("linux").read_text("utf-8"))
    assert _numbers(pins["pyside6-essentials"].version) < (6, 12)


@pytest.mark.parametrize("line", ["pip", "pip==1", "pip>=1 --hash=sha256:" + "0" * 64, "pip==1 --hash=md5:00"])
def test_a_line_without_version_and_hashes_is_no_lock(line: str) -> None:
    with pytest.raises(ValueError, match="pip"):
        locks.pins_in(line + "\n")


def test_one_place_declares_the_version() -> None:
    assert ground.version() == __version__
    assert not re.search(r"^version = ", PROJECT, re.MULTILINE)
    with pytest.raises(ValueError):
        ground.version_in('__version__ = "1.0"\n')


def test_the_newest_news_are_of_this_version() -> None:
    newest = news.releases()[0]
    assert newest.version == __version__
    assert newest.lines
    assert news.notes(__version__).splitlines() == list(newest.lines)


def test_news_become_a_debian_changelog() -> None:
    text = "# Có gì mới\n\n## Bản 1.2.0 (05/03/2027) {#v1-2-0}\n\n- **Một** dòng\n  dài.\n- Hai.\n"
    (release,) = news.releases_in(text)
    assert release.lines == ("**Một** dòng dài.", "Hai.")
    with pytest.raises(ValueError):
        news.releases_in("## Bản 1.2\n")
    assert news.for_debian().startswith(f"carebook ({__version__}) stable; urgency=medium\n\n  * ")


def test_missing_programs_are_named_by_package_once() -> None:
    asked = ["wixl", "wixl-heat", "makensis", "dpkg-deb"]
    assert ground.missing(asked, {"dpkg-deb": True}) == ["nsis", "wixl"]


def test_every_program_of_the_build_has_a_package() -> None:
    assert not {*linux.PROGRAMS, *windows.PROGRAMS} - set(ground.PACKAGES)


def test_the_package_depends_on_what_qt_needs_of_the_system() -> None:
    needed = set(tree.load("dev.py").LIBRARIES)
    assert needed <= {name.split(" ")[0] for name in linux.DEPENDS}
    control = linux.control("1.2.3", 250_000)
    assert "Version: 1.2.3\n" in control
    assert "Installed-Size: 250000\n" in control
    assert control.endswith("\n")


def test_the_start_script_takes_the_newest_whole_version(tmp_path: Path) -> None:
    for version, whole in (("1.9.0", True), ("1.10.0", True), ("2.0.0", False)):
        home = tmp_path / version
        home.mkdir()
        (home / "carebook").write_text(f"#!/bin/sh\necho {version} $@\n")
        (home / "carebook").chmod(0o755)
        if whole:
            (home / "whole").touch()
    script = tmp_path / "start"
    script.write_text((ground.HERE / "carebook.sh").read_text("utf-8").replace("/usr/lib/carebook", str(tmp_path)))
    said = subprocess.run(["sh", script, "self-test"], capture_output=True, text=True, check=True).stdout
    assert said == "1.10.0 self-test\n"


def test_the_set_up_says_its_refusals_in_vietnamese_and_waits_for_the_program() -> None:
    script = (ground.HERE / "carebook.nsi").read_text("utf-8")
    assert '!insertmacro MUI_LANGUAGE "Vietnamese"' in script
    assert "RequestExecutionLevel user" in script
    assert "!define OLDEST 18362" in script
    sentences = re.findall(r'!insertmacro Refuse \d+ "([^"]+)"', script)
    assert len(sentences) == 4
    assert all("Chưa có gì" in sentence for sentence in sentences)
    launcher = (ground.HERE / "launcher.c").read_text("utf-8")
    assert r'"Local\CareBook"' in script
    assert r'L"Local\\CareBook"' in launcher


def test_removing_takes_only_what_the_set_up_brought() -> None:
    script = (ground.HERE / "carebook.nsi").read_text("utf-8")
    removal = script[script.index("Section Uninstall") :]
    assert re.findall(r"RMDir /r (.+)", removal) == ['"$INSTDIR\\$1"']
    assert "Delete" in removal
    assert not re.search(r"(Delete|RMDir).*\$LOCALAPPDATA", removal)


def test_removing_the_package_says_once_where_the_books_are() -> None:
    asked = ("sh", ground.HERE / "postrm")
    said = [
        subprocess.run([*asked, way], capture_output=True, text=True, check=True).stdout for way in ("remove", "purge")
    ]
    assert "~/.local/share/CareBook" in said[0]
    assert said[1] == ""


def test_the_set_up_is_given_every_name_it_asks_for() -> None:
    script = (ground.HERE / "carebook.nsi").read_text("utf-8")
    own = set(re.findall(r"!define (\w+)", script)) | set(re.findall(r"!macro \w+ (.+)", " ".join(script.split("\n"))))
    asked = set(re.findall(r"\$\{([A-Z]+)\}", script)) - own
    assert asked == {"VERSION", "BUNDLE", "ICON", "SIDE", "OUT", "APPID", "COMPRESSOR"}


def test_window_and_shortcuts_bear_one_id() -> None:
    script = (ground.HERE / "carebook.nsi").read_text("utf-8")
    made = re.findall(r'(?:CreateShortCut|insertmacro Shortcut) "([^"]+)"', script)
    assert sorted(made) == sorted(["${file}", r"$SMPROGRAMS\CareBook.lnk", r"$DESKTOP\CareBook.lnk"])
    assert '(&w${NSIS_MAX_STRLEN} "${APPID}")p.r4' in script
    package = ET.fromstring((ground.HERE / "carebook.wxs").read_bytes())
    assert {one.get("Id") for one in package.iterfind(".//{*}Shortcut")} == set(windows.SHORTCUTS)
    given = re.compile(r"SetCurrentProcessExplicitAppUserModelID\(([^)]+)\)")
    assert given.findall((ground.HERE / "launcher.c").read_text("utf-8")) == ["APP_ID"]
    told = [one for path in tree.modules() for one in given.findall(path.read_text("utf-8"))]
    assert told == [f'"{windows.APP_ID}"']


def test_the_pages_of_the_set_up_speak_as_the_program_does() -> None:
    script = (ground.HERE / "carebook.nsi").read_text("utf-8")
    said = [words for words in re.findall(r'"([^"]*)"', script) if not words.isascii()]
    assert len(said) > 40
    voice = tree.load("words.py")
    assert [fault for words in said for fault in (*voice.voice_faults(words), *voice.spelling_faults(words))] == []
    pages = re.findall(r"!insertmacro MUI_(?:UN)?PAGE_(\w+)", script)
    assert pages == ["WELCOME", "DIRECTORY", "INSTFILES", "FINISH", "CONFIRM", "INSTFILES", "FINISH"]
    assert script.count("!define MUI_PAGE_HEADER_TEXT") == script.count("!define MUI_PAGE_HEADER_SUBTEXT") == 4
    removal = re.search(r'^UninstallText "([^"]+)"', script, re.MULTILINE)
    assert removal is not None
    assert r"$LOCALAPPDATA\CareBook" in removal.group(1)


def test_the_installers_know_every_module_that_is_found_by_name() -> None:
    hidden = set(_spec()["HIDDEN"])
    assert {
        ".".join(path.relative_to(tree.ROOT).with_suffix("").parts).removesuffix(".__init__") for path in tree.modules()
    } <= hidden
    for path, text in _source().items():
        for asked in re.findall(r"\bimport_module\((.+?)\)", text):
            assert re.match(r'f?"(carebook|botocore)\.', asked) or path in _BY_LIST, (path, asked)
    for path in _BY_LIST:
        assert set(re.findall(r'"(carebook\.[\w.]*\w)"', _source()[path])) <= hidden, path


@cache
def _source() -> dict[str, str]:
    return {tree.name(path): path.read_text("utf-8") for path in tree.modules()}


# They load what stands in a list: of the program's own modules, or of libraries that others import or the self-test tries.
_BY_LIST = ("selftest.py", "ui/application/rehearsal.py", "ui/application/ahead.py", "ui/main_window/window.py")


def test_nothing_that_carebook_imports_of_qt_is_taken_out() -> None:
    asked = {name for text in _source().values() for name in re.findall(r"\bPySide6\.(Qt\w+)", text)}
    assert {"QtWidgets", "QtPrintSupport"} <= asked
    spec = _spec()
    assert not {f"PySide6.{name}" for name in asked} & set(spec["EXCLUDED"])
    for name in asked:
        files = (f"PySide6/{name}.pyd", f"PySide6/{name.replace('Qt', 'Qt6')}.dll")
        assert not [(file, part) for file in files for part in trimming.TRIMMED if PurePath(file).match(part)]
        assert name.replace("Qt", "libQt6") not in spec["DROPPED"]


def test_a_library_without_what_it_needs_is_told() -> None:
    there = {"qt6core.dll": ["kernel32.dll", "icuuc.dll"], "qwindows.dll": ["qt6core.dll", "qt6gui.dll", "user32.dll"]}
    assert trimming.unmet(there) == ["qwindows.dll: qt6gui.dll"]
    assert trimming.unmet(there | {"qt6gui.dll": []}) == []


def _spec() -> dict[str, Any]:
    """What PyInstaller's file decides, without PyInstaller."""
    text = (ground.HERE / "carebook.spec").read_text("utf-8")
    stands_in = ModuleType("PyInstaller.utils.hooks")
    stands_in.collect_data_files = stands_in.collect_submodules = lambda *_, **__: []  # type: ignore[attr-defined]
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREBOOK_SOURCE", str(tree.ROOT))
        for name in ("PyInstaller", "PyInstaller.utils"):
            patch.setitem(sys.modules, name, ModuleType(name))
        patch.setitem(sys.modules, "PyInstaller.utils.hooks", stands_in)
        exec(compile(text[: text.index("analysis = ")], "carebook.spec", "exec"), found)
    return found


def test_the_package_for_it_is_xml_and_its_words_come_back() -> None:
    text = (ground.HERE / "carebook.wxs").read_text("utf-8")
    plain, marks = windows.without_vietnamese(text)
    assert plain.isascii()
    assert all(mark in plain for mark in marks)
    assert not any("'" in said for said in marks.values())
    root = ET.fromstring(plain)
    assert root.find(".//{*}Package[@InstallScope='perUser']") is not None
    assert root.find(".//{*}Directory[@Id='Programs']") is not None


def test_libraries_tell_their_licences(tmp_path: Path) -> None:
    info = tmp_path / "a-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: a\nVersion: 1\nLicense-Expression: MIT\nHome-page: https://a.example\n\nText")
    (info / "LICENSE").write_text("Do as you like.")
    (library,) = licences.found_in(tmp_path)
    assert (library.name, library.licence, library.papers) == ("a", "MIT", ("Do as you like.",))
    told = licences.told([library])
    assert "a 1: MIT · https://a.example" in told
    assert told.count("Do as you like.") == 1


@pytest.mark.parametrize(
    ("file", "kind"),
    [("CareBook-1.2.3-setup.exe", ("1.2.3", "windows")), ("carebook_1.2.3_amd64.deb", ("1.2.3", "debian"))],
)
def test_an_installer_tells_version_and_kind_by_its_name(file: str, kind: tuple[str, str]) -> None:
    assert updates.kind_of(file) == kind
    with pytest.raises(ValueError):
        updates.kind_of("CareBook-1.2.3.msi")


def test_notes_of_an_update_bear_no_marks() -> None:
    assert (
        updates.plain("**Sao lưu** và `carebook`. Xem [Cập nhật](updates.md).") == "Sao lưu và carebook. Xem Cập nhật."
    )


def test_an_update_packed_by_the_build_is_read_by_the_program(tmp_path: Path) -> None:
    from carebook.sealing import updates as reading

    key = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True, capture_output=True)
    public = subprocess.run(["openssl", "pkey", "-in", key, "-pubout"], check=True, capture_output=True).stdout
    installer = tmp_path / f"carebook_{__version__}_amd64.deb"
    installer.write_bytes(b"a package" * 1000)
    made = updates.pack(installer, updates.Key(key))
    assert made.name == f"CareBook-{__version__}-debian.capnhat"
    found = reading.read(made, reading.public_key(public))
    assert (found.version, found.pc, found.installer) == (__version__, "debian", installer.name)
    assert found.notes
    assert reading.unpack(made, found, tmp_path / "out").read_bytes() == installer.read_bytes()
    assert json.loads(updates.manifest(installer, ""))["books_from"] == 1


def test_a_new_key_is_whole_or_not_there(tmp_path: Path) -> None:
    from carebook.sealing import updates as reading

    private, public, password = tmp_path / "private", tmp_path / "public", tmp_path / "password"
    public.write_text("as before")
    with pytest.raises(SystemExit):
        updates.make_key(updates.Key(private, password), public)  # there is no file with the password
    assert (public.read_text(), sorted(tmp_path.iterdir())) == ("as before", [public])
    password.write_text("một mật khẩu dài\n")
    key = updates.Key(private, password)
    updates.make_key(key, public)
    assert b"ENCRYPTED PRIVATE KEY" in private.read_bytes()
    reading.public_key(public.read_bytes()).verify(updates.signed(b"words", key), b"words")
    with pytest.raises(SystemExit, match="never overwritten"):
        updates.make_key(key, public)


def test_the_programs_key_can_be_read() -> None:
    from carebook.sealing.updates import maker_key

    assert maker_key() is not None


@pytest.mark.parametrize("command", ["deb", "windows", "all", "lock", "try-deb", "try-windows"])
def test_the_commands_of_the_readme_are_there(command: str) -> None:
    assert build.parser().parse_args([command]).command == command
