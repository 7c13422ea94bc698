"""
Two no-worries, three guarantees, and safe water: what is lacking.

两不愁三保障和饮水安全。

Each function gives a labelled, cited rule that is met where the guarantee
is *lacking*.  Entry asks whether any is; exit whether none is.
"""

from __future__ import annotations

from pa_registry.conditions import Condition, parameter
from pa_registry.model.household_codes import HousingGrade
from pa_registry.model.households import Household
from pa_registry.model.terms import household, person
from pa_registry.standards import Citation
from pa_registry.standards.sources import common_source


__all__ = [
    "lacks_clothing",
    "lacks_food",
    "lacks_housing",
    "lacks_medical_care",
    "lacks_safe_water",
    "lacks_schooling",
    "missing_guarantees",
    "recorded_guarantees",
]


def _opinion() -> Citation:
    return common_source("mechanism-2016")


def _housing_source() -> Citation:
    return common_source("housing-grades")


def _local_source() -> Citation:
    return common_source("anhui-exit-2016")


def lacks_food() -> Condition[Household]:
    """Meet where the household has not enough food. 吃不饱。"""
    return (~household.food_secured).labelled(
        "lacks-food",
        zh="吃饭有困难",
        en="not enough food",
        cites=(_opinion(),),
    )


def lacks_clothing() -> Condition[Household]:
    """Meet where the household has not enough clothing. 穿不暖。"""
    return (~household.clothing_secured).labelled(
        "lacks-clothing",
        zh="穿衣有困难",
        en="not enough clothing",
        cites=(_opinion(),),
    )


def lacks_housing() -> Condition[Household]:
    """
    Meet where the house is dangerous: grade C or D, not yet repaired.

    住房不安全。
    """
    unsafe = household.housing_grade.among(HousingGrade.C, HousingGrade.D)
    return unsafe.labelled(
        "lacks-safe-housing",
        zh="住房为C级或D级危房",
        en="a dangerous house of grade C or D",
        cites=(_opinion(), _housing_source()),
    )


def lacks_schooling() -> Condition[Household]:
    """
    Meet where a child of school age is out of school for poverty.

    义务教育没有保障。

    A child who is unfit for school does not count.
    """
    child = (
        (
            person.age
            >= parameter(
                "school-age-from",
                "years",
                zh="义务教育适龄起点",
                en="the first year of school age",
            )
        )
        & (
            person.age
            <= parameter(
                "school-age-to",
                "years",
                zh="义务教育适龄终点",
                en="the last year of school age",
            )
        )
        & person.out_of_school_for_poverty
        & ~person.unfit_for_school
    )
    return household.members.any(child).labelled(
        "lacks-schooling",
        zh="有适龄儿童少年因贫失学辍学",
        en="a child of school age out of school for poverty",
        cites=(_opinion(), _local_source()),
    )


def lacks_medical_care() -> Condition[Household]:
    """
    Meet where a member is outside the medical schemes.

    基本医疗没有保障。

    Wanted are a basic scheme, for residents or for employees, and the
    serious-illness insurance.
    """
    basic = person.basic_medical_insured | person.employee_medical_insured
    return household.members.any(
        ~basic | ~person.serious_illness_insured
    ).labelled(
        "lacks-medical-care",
        zh="有家庭成员未参加基本医疗保险或大病保险",
        en="a member outside the basic or serious-illness insurance",
        cites=(_opinion(), _local_source()),
    )


def lacks_safe_water() -> Condition[Household]:
    """Meet where drinking water is not safe. 饮水不安全。"""
    return (~household.safe_water).labelled(
        "lacks-safe-water",
        zh="饮水不安全",
        en="no safe drinking water",
        cites=(_opinion(),),
    )


def missing_guarantees() -> tuple[Condition[Household], ...]:
    """
    List what may be lacking, each read from the facts themselves.

    由具体事实判断的各项保障。
    """
    return (
        lacks_food(),
        lacks_clothing(),
        lacks_housing(),
        lacks_schooling(),
        lacks_medical_care(),
        lacks_safe_water(),
    )


def recorded_guarantees() -> tuple[Condition[Household], ...]:
    """
    List what may be lacking, each read from the form's own yes or no.

    由登记表结论判断的各项保障。

    For registers that hold the conclusion and not the facts.
    """
    return (
        lacks_food(),
        lacks_clothing(),
        (~household.housing_secured).labelled(
            "lacks-safe-housing",
            zh="住房安全没有保障",
            en="housing not secured",
            cites=(_opinion(),),
        ),
        (~household.schooling_secured).labelled(
            "lacks-schooling",
            zh="义务教育没有保障",
            en="compulsory schooling not secured",
            cites=(_opinion(),),
        ),
        (~household.medical_secured).labelled(
            "lacks-medical-care",
            zh="基本医疗没有保障",
            en="basic medical care not secured",
            cites=(_opinion(),),
        ),
        lacks_safe_water(),
    )
