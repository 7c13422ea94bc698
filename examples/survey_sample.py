"""
Identification on a survey that was made for another purpose.

调查样本上的识别：缺哪些事实，入户要问什么。

It takes 825 households (3,246 members) that the package ``svy`` ships: a
synthetic survey of 2023 by the World Bank (DOI 10.48529/78M1-AE09).  Its
people do not exist, its currency has no name, and its measure of welfare
is *consumption* a head, which is another thing than income and is not
passed off as income here.  Run ``python examples/survey_sample.py`` where
the dependency group ``examples`` is installed.
"""

from __future__ import annotations

import io
import sys

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from svy import datasets

from pa_registry.columns import column
from pa_registry.dates import Round
from pa_registry.model import Household, Person, Registry, Sex
from pa_registry.model.forms import HOUSEHOLD, with_extra
from pa_registry.money import Fen, yuan
from pa_registry.policies import (
    Decision,
    IdentificationOutcome,
    Policy,
    identification,
)


SOURCE = (
    "World Bank, synthetic data for an imaginary country, 2023"
    " (DOI 10.48529/78M1-AE09), the sample in the package svy"
)
#: Chosen for this example: the survey publishes no line.
LINE = yuan(1500)
ROUND = Round(year=2023)
SEXES = {"Male": Sex.MALE, "Female": Sex.FEMALE}


@attrs.frozen(kw_only=True)
class Survey:
    """
    What the survey adds to the form: consumption, and the design weight.

    调查项目。
    """

    consumption: Fen | None = column(
        "家庭年消费支出",
        en="consumption of the household in the year",
        ask_zh="全年消费支出是多少",
        ask_en="how much did the household consume in the year?",
    )
    region: str | None = column("地区", en="region")


def rows(name: str) -> list[dict[str, Any]]:
    """Load one of the two tables from the package, without any network."""
    loaded: Any = datasets.load(name, source="bundled")
    return list(loaded.iter_rows(named=True))


def members() -> dict[str, list[Person]]:
    """
    Read the members by household.

    The survey asks for completed years of age; a birth date is not made up
    from that, so it stays unrecorded.
    """
    found: dict[str, list[Person]] = {}
    for row in rows("ind_sample_wb_2023"):
        home = row["hid"]
        person = Person(number=f"{home}-{row['idno']}", sex=SEXES[row["sex"]])
        found.setdefault(home, []).append(person)
    return found


def households() -> Iterator[Household]:
    """Read the households; whole units become hundredths exactly."""
    people = members()
    for row in rows("hld_sample_wb_2023"):
        yield Household(
            number=row["hid"],
            printed_size=row["hhsize"],
            members=tuple(people[row["hid"]]),
            domestic_power=row["electricity"] == "Yes",
            extra=Survey(consumption=yuan(row["tot_exp"]), region=row["geo1"]),
        )


def policy() -> Policy[IdentificationOutcome]:
    """Take identification, and ask for consumption in place of income."""
    household: Any = with_extra(HOUSEHOLD, Survey)
    per_head = household.extra.consumption.per(household.size)
    below = (per_head < LINE).labelled(
        "consumption-below-line",
        zh="家庭人均消费支出低于所设标准",
        en="consumption a head below the line that was set",
    )
    return identification(line=LINE).replace("income-below-line", below)


def tell_outcomes(
    decisions: Iterable[Decision[IdentificationOutcome]],
) -> None:
    """Count households and persons by outcome."""
    found: Counter[IdentificationOutcome] = Counter()
    persons: Counter[IdentificationOutcome] = Counter()
    for one in decisions:
        found[one.outcome] += 1
        persons[one.outcome] += one.subject.size or 0
    print("\n结论  Outcomes")
    for outcome in IdentificationOutcome:
        print(f"  {outcome.zh} {outcome.en}: ", end="")
        print(f"{found[outcome]}户 households, ", end="")
        print(f"{persons[outcome]}人 persons")


def tell_questions(
    decisions: Iterable[Decision[IdentificationOutcome]],
) -> None:
    """Count what a visit to the undecided households has to ask."""
    asked: Counter[tuple[str, str]] = Counter()
    homes: Counter[tuple[str, str]] = Counter()
    for one in decisions:
        questions = [
            (cause.question("zh"), cause.question("en"))
            for cause in one.missing
        ]
        asked.update(questions)
        homes.update(set(questions))
    print("\n入户核查要问的问题  What visits have to ask")
    print("  次数 times    户数 households")
    for question, count in sorted(
        asked.items(), key=lambda pair: (-pair[1], pair[0])
    ):
        print(f"  {count:>10,}    {homes[question]:>15,}  {question[0]}？")
        print(f"  {'':>10}    {'':>15}  {question[1]}")


def main() -> None:
    """Judge the sample and say what it leaves open."""
    print("调查样本上的识别。数据为合成数据，人员均不存在。")
    print(f"Identification on a survey: {SOURCE}.")
    print(
        "金额为该调查的货币，按百分之一单位精确换算；依据中的“元”即指该货币。"
    )
    print("Amounts are in the survey's own currency, in exact hundredths;")
    print("where a reason says yuan, it means that currency.")
    print(f"福利口径是人均消费支出，不是收入；标准{LINE}为本例所设。")
    print(f"Welfare is consumption a head, not income; the line of {LINE}")
    print("a head and year was chosen for this example.")
    registry = Registry(households=tuple(households()))
    people = sum(1 for _ in registry.iter_people())
    print(f"\n{len(registry.households)}户 households, {people}人 persons")
    rule = policy()
    decisions = [rule(one, at=ROUND) for one in registry.households]
    tell_outcomes(decisions)
    tell_questions(decisions)
    print("\n举例  Two examples")
    for outcome in (
        IdentificationOutcome.REGISTER,
        IdentificationOutcome.TO_VERIFY,
    ):
        first = next(one for one in decisions if one.outcome is outcome)
        for language in ("zh", "en"):
            # What follows the first two lines lists every question.
            print("\n".join(first.render(language).splitlines()[:2]))


if __name__ == "__main__":
    # A terminal that lacks a character shows its code instead of failing.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    main()
