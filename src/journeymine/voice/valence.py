"""What each text says of how its writer felt: its language, and its valence as that language's reader reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from journeymine.voice.language import SHORT, find_languages
from journeymine.voice.readers import Reader

NOT_READ = "not_read"
"""The method of a text in a language that nothing reads, or without a language."""

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "text_id": pl.String,
    "text_hash": pl.String,
    "language": pl.String,
    "valence": pl.Float64,
    "valence_method": pl.String,
    "hit_count": pl.Int64,
}


def add_languages(texts: pl.DataFrame, languages: Sequence[str], last: pl.DataFrame | None = None) -> pl.DataFrame:
    """Add the language of each text (null: no letters); texts unchanged since last night keep theirs.

    Args:
        texts: One row per text: text_id, text, text_hash, speaker.
        languages: The languages customers write in.
        last: analysis.text_scores of last night; None where there was none, or other languages were looked for.

    Returns:
        The texts in the order of text_id, with the column language.
    """
    ordered = texts.sort("text_id")
    known = (pl.DataFrame(schema=SCHEMA) if last is None else last).select("text_id", "text_hash", "language")
    known = known.filter(pl.col("language").is_null() | pl.col("language").is_in(list(languages)))
    kept = ordered.join(known, on=["text_id", "text_hash"], how="inner")
    new = ordered.join(kept, on="text_id", how="anti")
    speakers = new.filter(pl.col("text").str.len_chars() < 4 * SHORT).select("speaker").unique()
    before = kept.drop_nulls("language").join(speakers, on="speaker", how="semi")
    found = find_languages(
        new["text"].to_list(),
        new["speaker"].to_list(),
        languages,
        before.select("speaker", "text", "language").iter_rows(),
    )
    return pl.concat([kept, new.with_columns(pl.Series("language", found, dtype=pl.String))]).sort("text_id")


def score_texts(
    texts: pl.DataFrame, readers: Mapping[str, Reader], last: pl.DataFrame | None = None, not_read: str = NOT_READ
) -> pl.DataFrame:
    """Score texts; those scored last night by the same method, and unchanged since, are not read again.

    Args:
        texts: One row per text: text_id, text, text_hash, language.
        readers: By language.
        last: analysis.text_scores of last night.
        not_read: What valence_method says of texts that have no reader.

    Returns:
        One row per text: language, valence in -1..1 (null: it says nothing of feeling), how it was read.
    """
    methods = {language: reader.method for language, reader in readers.items()}
    wanted = texts.with_columns(
        valence_method=pl.col("language").replace_strict(methods, default=not_read, return_dtype=pl.String)
    )
    kept = pl.DataFrame(schema=SCHEMA)
    if last is not None:
        same = ["text_id", "text_hash", "language", "valence_method"]
        kept = last.select(list(SCHEMA)).join(wanted.select(same), on=same, how="semi", nulls_equal=True)
    new = wanted.join(kept, on="text_id", how="anti")
    parts = [kept]
    for (language,), own in new.partition_by("language", as_dict=True, maintain_order=True).items():
        reader = readers.get(str(language)) if language else None
        found = reader.read(own["text"].to_list()) if reader else []
        columns = {
            "valence": pl.Series([each.value for each in found] if reader else [None] * own.height, dtype=pl.Float64),
            "hit_count": pl.Series([each.hit_count for each in found] if reader else [0] * own.height, dtype=pl.Int64),
        }
        parts.append(own.with_columns(**columns).select(list(SCHEMA)))
    return pl.concat(parts).sort("text_id")
