"""What each text says of how its writer felt: its language, and its valence by that language's lexicon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from journeymine.voice.language import find_languages
from journeymine.voice.lexicon import Lexicon

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "text_id": pl.String,
    "text_hash": pl.String,
    "language": pl.String,
    "valence": pl.Float64,
    "valence_method": pl.String,
    "hit_count": pl.Int64,
}


def score_texts(
    texts: pl.DataFrame,
    languages: Sequence[str],
    lexicons: Mapping[str, Lexicon],
    method: str,
    last: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Score texts; those scored last night by the same method, and unchanged since, are not read again.

    Args:
        texts: One row per text: text_id, text, text_hash, speaker.
        languages: The languages customers write in.
        lexicons: By language.
        method: What valence_method says of texts that were read; it changes with the lexicons.
        last: analysis.text_scores of last night.

    Returns:
        One row per text: language (null: no letters), valence in -1..1 (null: no word of feeling), how many such words.
    """
    kept = pl.DataFrame(schema=SCHEMA)
    if last is not None:
        known = last.filter(pl.col("valence_method") == method).select(list(SCHEMA))
        kept = known.join(texts.select("text_id", "text_hash"), on=["text_id", "text_hash"], how="semi")
    new = texts.join(kept, on="text_id", how="anti").sort("text_id")
    found = find_languages(new["text"].to_list(), new["speaker"].to_list(), languages)
    rows: list[tuple[str, str, str | None, float | None, str, int]] = []
    for (text_id, text, text_hash), language in zip(
        new.select("text_id", "text", "text_hash").iter_rows(), found, strict=True
    ):
        lexicon = lexicons.get(language) if language else None
        if lexicon is None:
            rows.append((text_id, text_hash, language, None, method, 0))
        else:
            valence = lexicon.find_valence(text)
            rows.append((text_id, text_hash, language, valence.value, method, valence.hit_count))
    return pl.concat([kept, pl.DataFrame(rows, schema=SCHEMA, orient="row")]).sort("text_id")
