"""A source can be looked at without a trace."""

from __future__ import annotations

from journeymine.ingest.inspect import inspect_source

from .conftest import KEY, NOW, Project

HEADER = "event_id,occurred_at,event_name,user_id\n"


def test_report_says_what_would_land_and_why_not(project: Project) -> None:
    project.write("a.csv", HEADER + "1,2026-01-01,view,u1\n2,2026-01-02,buy,\n3,never,buy,u1\nbroken\n")
    project.source(kind="events", path="a.csv")
    before = sorted(project.folder.rglob("*"))
    report = inspect_source(project.settings, "shop", KEY, now=NOW)
    assert sorted(project.folder.rglob("*")) == before
    (file,) = report.files
    assert (file.row_count, file.loaded_count, file.rejected_count) == (4, 2, 2)
    assert file.reasons == {"occurred_at cannot be read as a time": 1, "expected 4 columns, found 1": 1}
    assert report.event_names == {"buy": 1, "view": 1}
    assert file.key_counts == {"user_id": 1}
    assert (str(file.first_at), str(file.last_at)) == ("2026-01-01 00:00:00", "2026-01-02 00:00:00")


def test_names_of_events_are_shown_as_they_would_be_landed(project: Project) -> None:
    project.write("a.csv", HEADER + "1,2026-01-01, mail to a@b.pl ,u1\n2,2026-01-02,mail to c@d.pl,u1\n")
    project.source(kind="events", path="a.csv")
    assert inspect_source(project.settings, "shop", KEY, now=NOW).event_names == {"mail to [email]": 2}


def test_refused_source_is_reported(project: Project) -> None:
    project.source(kind="events", path="nowhere.csv")
    report = inspect_source(project.settings, "shop", KEY, now=NOW)
    assert [entry.reason for entry in report.refused] == ["nothing matches 'nowhere.csv'"]


def test_large_file_is_sampled(project: Project) -> None:
    lines = "".join(f"{number},2026-01-01 00:00:00,view,{'u' * 200}{number}\n" for number in range(90_000))
    project.write("a.csv", HEADER + lines)
    project.source(kind="events", path="a.csv")
    (file,) = inspect_source(project.settings, "shop", KEY, now=NOW, sampled_lines=1_000).files
    assert (file.is_sample, file.row_count, file.loaded_count) == (True, 999, 999)
