"""
Columns of a made-up province, for the benchmarks; nothing is estimated.

The tables have the columns that `pa_registry.frames.schema` names, and of
those only the ones that the benchmarks' policies read.
"""

from __future__ import annotations

import datetime as dt

from typing import Any

import numpy as np
import polars as pl

from pa_registry.model.identity import check_character


DAY = dt.date(2016, 10, 31)
#: Published for Hubei: 5.9 million people; the households are rounded.
HOUSEHOLDS = 1_900_000
SIZES = (0.16, 0.22, 0.24, 0.2, 0.12, 0.06)
COUNTIES = 97
#: Rows of all extracts to one person, and people alive to one registered.
ROWS_PER_PERSON, POPULATION = 15.7 / 5.9, 10
#: Counties and days of birth in the made-up identity numbers.
_PLACES, _DAYS = 100, 25_000

FLAGS = (
    "luxury_decoration",
    "builds_another_house",
    "utility_spend_clearly_high",
    "whole_household_away",
    "split_to_qualify",
    "empty_hukou",
    "unexplained_report",
    "falsified",
)
SECURED = (
    "food_secured",
    "clothing_secured",
    "schooling_secured",
    "medical_secured",
    "housing_secured",
    "safe_water",
)
#: The sources of the second policy, and how many households have a record.
SOURCES = {
    "vehicles": 0.06,
    "urban_houses": 0.015,
    "businesses": 0.03,
    "payrolls": 0.01,
    "village_offices": 0.01,
    "machines": 0.005,
    "deaths": 0.004,
}


def _blanked(
    rng: np.random.Generator, values: pl.Series, share: float = 0.02
) -> pl.Series:
    """Leave some of the values blank."""
    keep = pl.Series(rng.random(len(values)) >= share)
    return pl.select(pl.when(keep).then(values)).to_series()


def _flag(rng: np.random.Generator, many: int, share: float) -> pl.Series:
    return _blanked(rng, pl.Series(rng.random(many) < share))


def households(many: int, seed: int = 2016) -> pl.DataFrame:
    """Make the households."""
    rng = np.random.default_rng(seed)
    county = rng.integers(0, COUNTIES, many)
    size = rng.choice(np.arange(1, 7), many, p=SIZES)
    income = rng.lognormal(12.55, 0.5, many).astype(np.int64) * size
    columns = {
        "number": pl.Series([f"H{i:08d}" for i in range(many)]),
        "division": pl.Series([f"{990000 + c:06d}101201" for c in county]),
        "printed_size": _blanked(rng, pl.Series(size)),
        "net_income": _blanked(rng, pl.Series(income)),
        "monthly_utility_spend": _blanked(
            rng, pl.Series(rng.integers(0, 90_000, many))
        ),
    }
    columns |= {name: _flag(rng, many, 0.004) for name in FLAGS}
    columns |= {name: _flag(rng, many, 0.93) for name in SECURED}
    return pl.DataFrame(columns)


def members(homes: pl.DataFrame, seed: int = 2016) -> pl.DataFrame:
    """Make about three members for each household, in its order."""
    rng = np.random.default_rng([seed, 1])
    size = rng.choice(np.arange(1, 7), len(homes), p=SIZES)
    index = np.repeat(np.arange(len(homes)), size)
    many = len(index)
    start = dt.date(1930, 1, 1).toordinal()
    born = rng.integers(0, 86 * 365, many) + (start - 719163)
    joined = pl.Series(np.full(many, 15_000)).cast(pl.Date)
    away = pl.Series(rng.random(many) < 0.02)
    return pl.DataFrame(
        {
            "household": homes["number"].gather(index),
            "number": pl.Series([f"P{i:08d}" for i in range(many)]),
            "born": _blanked(
                rng, pl.Series(born.astype(np.int32)).cast(pl.Date)
            ),
            "out_of_school_for_poverty": _flag(rng, many, 0.003),
            "usual_resident": pl.Series(rng.random(many) >= 0.01),
            "joined": _blanked(rng, joined, 0.9),
            "left": pl.select(
                pl.when(away).then(pl.lit(dt.date(2015, 6, 1)))
            ).to_series(),
        }
    )


def source(
    name: str, people: pl.DataFrame, share: float, seed: int = 2016
) -> pl.DataFrame:
    """Make the records of a department about some of the members."""
    rng = np.random.default_rng([seed, 2, len(name), int(share * 1e6)])
    many = int(len(people) * share / 3)
    who = rng.integers(0, len(people), many)
    since = _blanked(
        rng, pl.Series(rng.integers(10_000, 17_500, many)).cast(pl.Int32)
    ).cast(pl.Date)
    until = _blanked(
        rng,
        pl.Series(rng.integers(16_500, 17_500, many)).cast(pl.Int32),
        0.8,
    ).cast(pl.Date)
    columns = {
        "household": people["household"].gather(who),
        "holder": people["number"].gather(who),
        "seen_on": pl.Series(
            np.full(many, (dt.date(2016, 9, 30) - dt.date(1970, 1, 1)).days)
        )
        .cast(pl.Int32)
        .cast(pl.Date),
    }
    if name in {"vehicles", "urban_houses", "machines"}:
        columns |= {"acquired": since, "disposed": until}
    elif name == "deaths":
        columns |= {"day": since}
    else:
        columns |= {"since": since, "until": until}
    kinds = np.array(["passenger-car", "minivan", "motorcycle", "truck"])
    further = {
        "vehicles": {
            "kind": _blanked(rng, pl.Series(rng.choice(kinds, many))),
            "earns_living": _flag(rng, many, 0.3),
        },
        "urban_houses": {"commercial": _flag(rng, many, 0.7)},
        "businesses": {
            "operating": _flag(rng, many, 0.7),
            "identity_lent": _flag(rng, many, 0.1),
        },
        "payrolls": {"stable": _flag(rng, many, 0.8)},
        "village_offices": {
            "post": _blanked(
                rng,
                pl.Series(rng.choice(np.array(["secretary", "none"]), many)),
            )
        },
        "machines": {
            "horsepower": _blanked(rng, pl.Series(rng.integers(5, 60, many)))
        },
    }
    return pl.DataFrame(columns | further.get(name, {}))


def numbers(people: Any) -> pl.Series:
    """Give sound numbers of no real place, one to each person."""
    rest, county = np.divmod(people, _PLACES)
    order, day = np.divmod(rest, _DAYS)
    born = np.datetime64("1930-01-01") + day.astype("timedelta64[D]")
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    months = born.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    date = (born - months).astype(np.int64) + 1
    body = (980_001 + county * 100) * 10_000 + year
    body = ((body * 100 + month) * 100 + date) * 1000 + order
    # The character of a body is linear in its digits, modulo 11.
    unit = ["10X98765432".index(check_character(_unit(n))) for n in range(17)]
    zero = "10X98765432".index(check_character("0" * 17))
    total = np.zeros(len(people), dtype=np.int64)
    for place in range(17):
        digit = body // 10 ** (16 - place) % 10
        total += digit * ((unit[place] - zero) % 11)
    check = np.array(list("10X98765432"))[(total + zero) % 11]
    return pl.Series(body).cast(pl.String) + pl.Series(check)


def _unit(place: int) -> str:
    return "0" * place + "1" + "0" * (16 - place)


def written(clean: pl.Series, draw: Any) -> pl.Series:
    """Write one number in a hundred as people write them."""
    way = pl.Series(draw.integers(0, 300, len(clean)))
    text = pl.col("identity")
    return (
        pl.DataFrame({"identity": clean, "way": way})
        .select(
            pl.when(pl.col("way") == 0)
            .then(pl.concat_str(text, pl.lit(" ")))
            .when(pl.col("way") == 1)
            .then(pl.concat_str(pl.lit("'"), text))
            .when(pl.col("way") == 2)
            .then(text.str.to_lowercase())
            .otherwise(text)
        )
        .to_series()
    )
