"""A project in a temporary folder: write files, land them, read what landed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from journeymine.contracts.landed import LandedFile
from journeymine.settings import IdentitySettings, ProjectSettings, Settings, SourceSettings, TrafficSettings
from journeymine.steps.ingest import IngestResult, ingest

KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Project:
    """A project folder whose sources are given as keyword arguments."""

    folder: Path
    sources: dict[str, SourceSettings] = field(default_factory=dict)
    project: dict[str, Any] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    identity: IdentitySettings = field(default_factory=IdentitySettings)
    traffic: TrafficSettings = field(default_factory=TrafficSettings)

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, compressed if its name says so."""
        data = content.encode() if isinstance(content, str) else content
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
        return path

    def source(self, name: str = "shop", **settings: Any) -> None:
        """Declare a source."""
        self.sources[name] = SourceSettings(**settings)

    @property
    def settings(self) -> Settings:
        """The project's settings."""
        return Settings(
            project=ProjectSettings(name="Test", **self.project),
            sources=self.sources,
            identity=self.identity,
            traffic=self.traffic,
            folder=self.folder,
        )

    def land(self, key: bytes = KEY, now: datetime = NOW) -> IngestResult:
        """Run ingest."""
        return ingest(self.settings, key, "run", self.messages.append, now=now)

    def land_one(self) -> LandedFile:
        """Run ingest and return the only landed file."""
        result = self.land()
        assert not result.refused, result.refused
        (landed,) = result.landed
        return landed


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(tmp_path)


@pytest.fixture
def land_csv(project: Project) -> Callable[..., LandedFile]:
    """Land one CSV of events; columns are contract columns unless `fields` says otherwise."""

    def land(content: str | bytes, name: str = "events.csv", **settings: Any) -> LandedFile:
        project.write(name, content)
        project.source(**({"kind": "events", "path": name} | settings))
        return project.land_one()

    return land


def read(landed: LandedFile, table: str) -> pl.DataFrame:
    """Read a landed table; it must be there."""
    return pl.read_parquet(landed.path(table))


def reasons(landed: LandedFile) -> dict[int, list[str]]:
    """Return line number -> reasons of a landed file's rejected lines."""
    if not landed.path("rejected").exists():
        return {}
    rejected = read(landed, "rejected")
    return dict(zip(rejected["line_number"].to_list(), rejected["reasons"].to_list(), strict=True))
