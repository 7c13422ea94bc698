"""
A province in a second: decisions over columns, against hand-written twins.

1.9 million households; nine negative items, a poverty test, an exit test.
Then the same with quantifiers over 5.9 million members and seven sources.
The twins are what a careful programmer writes for the same answer, with
the same treatment of missing facts, and give the same frames.  Run it with
the library and the group ``benchmarks`` installed::

    python benchmarks/province.py [households] [rounds]

It prints medians with their spread and paired ratios of one run, and never
fails on a figure.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import making
import polars as pl

from making import DAY, FLAGS, SECURED
from pairing import in_turn, stated, table

from pa_registry import frames, yuan
from pa_registry.conditions import any_of
from pa_registry.model import VehicleKind
from pa_registry.model.terms import (
    business,
    death,
    household,
    machine,
    payroll,
    person,
    urban_house,
    vehicle,
    village_office,
)
from pa_registry.policies import Outcome, Policy, Step


LINE = yuan(2855)
SPEND = yuan(800)
LONG_AGO = dt.date(2000, 1, 1)
Sources = dict[str, pl.LazyFrame]
ANSWERS = ("outcome", "ground", "possible", "undecided_by")


class Result(Outcome):
    """What the benchmark's policies come to."""

    EXCLUDED = ("EXCLUDED", "排除", "excluded", "excludes")
    POOR = ("POOR", "贫困", "poor")
    EXIT = ("EXIT", "退出", "exit")
    NEITHER = ("NEITHER", "其他", "neither")
    TO_VERIFY = ("TO_VERIFY", "待核实", "to verify")


def policy(name: str, items: dict[str, Any], size: Any) -> Policy[Result]:
    """Build a policy from negative items and two tests."""
    per_head = household.net_income.per(size)
    poor = any_of(
        per_head < LINE,
        *(~getattr(household, key) for key in SECURED),
    )
    leaves = ~poor & (per_head > LINE)
    steps = [
        Step(rule.labelled(label), Result.EXCLUDED)
        for label, rule in items.items()
    ]
    return Policy(
        name=name,
        zh="基准政策",
        en=name,
        steps=(
            *steps,
            Step(poor.labelled("poor"), Result.POOR),
            Step(leaves.labelled("exits"), Result.EXIT),
        ),
        otherwise=Result.NEITHER,
        undecided=Result.TO_VERIFY,
    )


def flat() -> Policy[Result]:
    """Build the policy that reads the households only."""
    items = {key.replace("_", "-"): getattr(household, key) for key in FLAGS}
    items["spend"] = household.monthly_utility_spend > SPEND
    return policy("flat", items, household.printed_size)


def deep() -> Policy[Result]:
    """Build the policy that asks for members and seven sources."""
    car = vehicle.kind.equals(VehicleKind.CAR)
    items = {
        "urban-house": household.urban_houses.any(urban_house.commercial),
        "car": household.vehicles.any(car.unless(vehicle.earns_living)),
        "business": household.businesses.any(
            business.operating.unless(business.identity_lent)
        ),
        "payroll": household.payrolls.any(payroll.stable),
        "office": household.village_offices.any(
            ~village_office.post.equals("none")
        ),
        "machine": household.machines.any(machine.horsepower >= 20),
        "death": household.deaths.any(death.day >= LONG_AGO),
        "school": household.members.any(person.out_of_school_for_poverty),
        "spend": household.monthly_utility_spend > SPEND,
    }
    return policy("deep", items, household.size)


# By hand, in polars ----------------------------------------------------


def decided_by_hand(
    frame: pl.LazyFrame, truths: dict[str, pl.Expr]
) -> pl.LazyFrame:
    """Go down a list of negative items, a poverty and an exit test."""
    labels = list(truths)
    last = len(labels)
    items = last - 2
    frame = frame.with_columns(
        **{f"t{i}": truths[label] for i, label in enumerate(labels)}
    )
    t = [pl.col(f"t{i}") for i in range(last)]
    ground: pl.Expr = pl.lit("otherwise")
    end: pl.Expr = pl.lit(last, dtype=pl.Int16)
    for i in reversed(range(last)):
        ground = pl.when(t[i]).then(pl.lit(labels[i])).otherwise(ground)
        end = pl.when(t[i]).then(pl.lit(i, dtype=pl.Int16)).otherwise(end)
    some = t[0]
    for one in t[1:items]:
        some = some | one
    frame = frame.with_columns(end=end)
    reached = pl.col("end")
    frame = frame.with_columns(
        p0=some.fill_null(True),
        p1=t[items].fill_null(True) & (reached >= items),
        p2=t[items + 1].fill_null(True) & (reached >= items + 1),
        p3=reached == last,
    )
    p = [pl.col(f"p{i}") for i in range(4)]
    many = sum((one.cast(pl.Int16) for one in p[1:]), p[0].cast(pl.Int16))
    frame = frame.with_columns(is_open=many > 1)
    is_open = pl.col("is_open")
    names = ("EXCLUDED", "POOR", "EXIT", "NEITHER")
    outcome: pl.Expr = pl.lit("NEITHER")
    for i in (2, 1, 0):
        outcome = pl.when(p[i]).then(pl.lit(names[i])).otherwise(outcome)
    listed = [
        pl.when(hit).then(pl.lit(name))
        for hit, name in zip(p, names, strict=True)
    ]
    unknown = [
        pl.when(t[i].is_null() & (reached > i)).then(pl.lit(label))
        for i, label in enumerate(labels)
    ]
    return frame.with_columns(
        outcome=pl.when(is_open).then(pl.lit("TO_VERIFY")).otherwise(outcome),
        ground=pl.when(~is_open).then(ground),
        possible=pl.concat_str(listed, separator=",", ignore_nulls=True),
        undecided_by=pl.when(is_open).then(
            pl.concat_str(unknown, separator=",", ignore_nulls=True)
        ),
    )


def tests_by_hand(size: pl.Expr) -> dict[str, pl.Expr]:
    """Write the poverty and the exit test."""
    income, line = pl.col("net_income"), int(LINE)
    some = size > 0
    poor: pl.Expr = pl.when(some).then(income < size * line)
    above = pl.when(some).then(income > size * line)
    for key in SECURED:
        poor = poor | ~pl.col(key)
    return {"poor": poor, "exits": ~poor & above}


def flat_by_hand(homes: pl.LazyFrame) -> pl.LazyFrame:
    """Decide by the policy that reads the households only."""
    truths = {key.replace("_", "-"): pl.col(key) for key in FLAGS}
    truths["spend"] = pl.col("monthly_utility_spend") > int(SPEND)
    truths |= tests_by_hand(pl.col("printed_size"))
    own = homes.collect_schema().names()
    return decided_by_hand(homes, truths).select(*own, *ANSWERS)


def begun(since: str) -> pl.Expr:
    """Say that a record had begun, by its day or by that of its extract."""
    day = pl.col(since)
    return (day <= DAY) | (day.is_null() & (pl.col("seen_on") <= DAY))


def going_on(since: str, until: str) -> pl.Expr:
    """Say that a record had begun and not ended."""
    end = pl.col(until)
    return begun(since) & (end.is_null() | (end > DAY))


def rules_by_hand() -> dict[str, tuple[str, pl.Expr]]:
    """Write the seven rules over records, each with its source."""
    held, spell = ("acquired", "disposed"), ("since", "until")
    post = pl.col("post")
    return {
        "urban-house": (
            "urban_houses",
            going_on(*held) & pl.col("commercial"),
        ),
        "car": (
            "vehicles",
            going_on(*held)
            & (pl.col("kind") == "passenger-car")
            & ~pl.col("earns_living"),
        ),
        "business": (
            "businesses",
            going_on(*spell) & pl.col("operating") & ~pl.col("identity_lent"),
        ),
        "payroll": ("payrolls", going_on(*spell) & pl.col("stable")),
        "office": ("village_offices", going_on(*spell) & (post != "none")),
        "machine": (
            "machines",
            going_on(*held) & (pl.col("horsepower") >= 20),
        ),
        "death": ("deaths", begun("day") & (pl.col("day") >= LONG_AGO)),
    }


def coded(truth: pl.Expr) -> pl.Expr:
    """Code no, unknown and yes, so that the greatest answers."""
    return (
        pl.when(truth)
        .then(pl.lit(2, dtype=pl.Int8))
        .when(truth.is_null())
        .then(pl.lit(1, dtype=pl.Int8))
        .otherwise(pl.lit(0, dtype=pl.Int8))
    )


def deep_by_hand(
    homes: pl.LazyFrame,
    people: pl.LazyFrame,
    sources: dict[str, pl.LazyFrame],
) -> pl.LazyFrame:
    """Decide by the policy that asks for members and seven sources."""
    joined, left = pl.col("joined"), pl.col("left")
    counted = (
        pl.col("usual_resident")
        & (joined.is_null() | (joined <= DAY))
        & (left.is_null() | (left > DAY))
    )
    child = counted & pl.col("out_of_school_for_poverty")
    roster = people.group_by("household").agg(
        size=counted.fill_null(False).cast(pl.Int64).sum(),
        gap=counted.is_null().any(),
        child=coded(child).max(),
    )
    rules = rules_by_hand()
    stacked: list[pl.LazyFrame] = []
    for label, (source, truth) in rules.items():
        hits = (
            sources[source]
            .select("household", "holder", truth=truth)
            .filter(pl.col("truth").fill_null(True))
            .join(
                people.select("household", "number", counted=counted),
                left_on=["household", "holder"],
                right_on=["household", "number"],
            )
        )
        code = coded(pl.col("truth") & pl.col("counted"))
        zero = pl.lit(0, dtype=pl.Int8)
        stacked.append(
            hits.select(
                "household",
                **{one: code if one == label else zero for one in rules},
            )
        )
    found = pl.concat(stacked).group_by("household").agg(pl.all().max())
    own = homes.collect_schema().names()
    frame = homes.join(
        roster, left_on="number", right_on="household", how="left"
    ).join(found, left_on="number", right_on="household", how="left")
    complete = pl.col("size").is_not_null()
    truths: dict[str, pl.Expr] = {}
    for label in (*rules, "child"):
        code = pl.col(label).fill_null(0)
        truths["school" if label == "child" else label] = (
            pl.when(code == 2)
            .then(True)
            .when((code == 0) & complete)
            .then(False)
        )
    truths["spend"] = pl.col("monthly_utility_spend") > int(SPEND)
    size = pl.when(~pl.col("gap")).then(pl.col("size"))
    frame = frame.with_columns(whole=size)
    truths |= tests_by_hand(pl.col("whole"))
    return decided_by_hand(frame, truths).select(*own, *ANSWERS)


# By hand, in SQL -------------------------------------------------------


def flat_in_sql(own: list[str]) -> str:
    """Write the flat policy as one statement."""
    line, spend = int(LINE), int(SPEND)
    per_head = "case when printed_size > 0 then net_income {} printed_size * "
    per_head += f"{line} end"
    poor = " or ".join(
        [per_head.format("<"), *(f"not {key}" for key in SECURED)]
    )
    truths = [*FLAGS, f"monthly_utility_spend > {spend}", poor]
    truths.append(f"not ({poor}) and ({per_head.format('>')})")
    labels = [*(key.replace("_", "-") for key in FLAGS), "spend", "poor"]
    labels.append("exits")
    last = len(labels)
    items = last - 2
    names = ("EXCLUDED", "POOR", "EXIT", "NEITHER")
    judged = ", ".join(f"({one}) as t{i}" for i, one in enumerate(truths))
    ends = " ".join(f"when t{i} then {i}" for i in range(last))
    some = " or ".join(f"t{i}" for i in range(items))
    possible = ", ".join(
        f"case when p{i} then '{name}' end" for i, name in enumerate(names)
    )
    unknown = ", ".join(
        f"case when t{i} is null and e > {i} then '{label}' end"
        for i, label in enumerate(labels)
    )
    grounds = " ".join(
        f"when t{i} then '{label}'" for i, label in enumerate(labels)
    )
    return f"""
        with judged as (select *, {judged} from homes),
        ended as (select *, case {ends} else {last} end as e from judged),
        listed as (
            select *,
                coalesce({some}, true) as p0,
                coalesce(t{items}, true) and e >= {items} as p1,
                coalesce(t{items + 1}, true) and e >= {items + 1} as p2,
                e = {last} as p3
            from ended
        ),
        opened as (
            select *, p0::int + p1::int + p2::int + p3::int > 1 as is_open
            from listed
        )
        select {", ".join(own)},
            case when is_open then 'TO_VERIFY' when p0 then 'EXCLUDED'
                when p1 then 'POOR' when p2 then 'EXIT' else 'NEITHER'
            end as outcome,
            case when not is_open then case {grounds} else 'otherwise' end
            end as ground,
            concat_ws(',', {possible}) as possible,
            case when is_open then concat_ws(',', {unknown}) end
                as undecided_by
        from opened
    """  # noqa: S608 -- made from names of its own


# Running it ------------------------------------------------------------


def same(a: pl.DataFrame, b: pl.DataFrame) -> None:
    """Refuse to time two different answers."""
    if not a.sort("number").equals(b.sort("number")):
        sys.exit("The answers differ.")


Case = Callable[[], Any]


def flat_cases(name: str, lazy: pl.LazyFrame) -> dict[str, Case]:
    """Give the twin and the library, on polars."""
    rules = flat()
    return {
        f"{name}, by hand": lambda: flat_by_hand(lazy).collect(),
        f"{name}, frames": lambda: frames.decide(rules, lazy).collect(),
    }


def outcome_cases(name: str, lazy: pl.LazyFrame) -> dict[str, Case]:
    """Give both again, asked for the outcome only."""
    rules = flat()
    wanted = ("number", "outcome")
    return {
        f"{name}, by hand": lambda: (
            flat_by_hand(lazy).select(wanted).collect()
        ),
        f"{name}, frames": lambda: (
            frames.decide(rules, lazy).select(wanted).collect()
        ),
    }


def duckdb_cases(name: str, relation: Any) -> dict[str, Case]:
    """Give the statement and the library, on DuckDB."""
    rules = flat()
    text = flat_in_sql(relation.columns)

    def by_hand() -> Any:
        return relation.query("homes", text).to_arrow_table()

    def library() -> Any:
        return frames.decide(rules, relation).to_arrow_table()

    return {f"{name}, by hand": by_hand, f"{name}, frames": library}


def deep_cases(
    homes: pl.LazyFrame, people: pl.LazyFrame, records: Sources
) -> dict[str, Case]:
    """Give both with quantifiers over members and seven sources."""
    rules = deep()
    name = "members and 7 sources"
    return {
        f"{name}, by hand": lambda: deep_by_hand(
            homes, people, records
        ).collect(),
        f"{name}, frames": lambda: frames.decide(
            rules,
            homes,
            members=people,
            sources=records,
            coverage=tuple(records),
            at=DAY,
        ).collect(),
    }


def timed(cases: dict[str, Case], rounds: int) -> None:
    """See that both give the same, and time them in turn."""
    first, second = (pl.DataFrame(case()) for case in cases.values())
    same(first, second)
    del first, second
    table(in_turn(cases, rounds), next(iter(cases)))


def main() -> None:
    """Run every pair."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else making.HOUSEHOLDS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    stated(["pa-registry", "polars", "duckdb", "narwhals", "pyarrow"])
    homes = making.households(many)
    people = making.members(homes)
    records = {
        name: making.source(name, people, share)
        for name, share in making.SOURCES.items()
    }
    print(f"{len(homes)} households, {len(people)} people,", end=" ")
    print(f"{sum(map(len, records.values()))} records of 7 sources")
    build(homes.lazy(), 25)
    lazy = homes.lazy()
    timed(flat_cases("polars, memory", lazy), rounds)
    timed(outcome_cases("polars, memory, outcome", lazy), rounds)
    sources = {name: one.lazy() for name, one in records.items()}
    timed(deep_cases(lazy, people.lazy(), sources), rounds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "households.parquet"
        homes.write_parquet(path)
        timed(flat_cases("polars, Parquet", pl.scan_parquet(path)), rounds)
        base = duckdb.connect()
        timed(
            duckdb_cases("DuckDB, Parquet", base.read_parquet(str(path))),
            rounds,
        )
        base.execute(f"create table t as from read_parquet('{path}')")
        timed(duckdb_cases("DuckDB, memory", base.table("t")), rounds)


def build(homes: pl.LazyFrame, times: int) -> None:
    """State what building the columns of a policy costs."""
    rules, taken = flat(), list[float]()
    for _ in range(times):
        start = time.perf_counter()
        frames.decide(rules, homes)
        taken.append(time.perf_counter() - start)
    milliseconds = statistics.median(taken) * 1000
    print(f"building the columns of the flat policy: {milliseconds:.1f} ms")
    print()


if __name__ == "__main__":
    main()
