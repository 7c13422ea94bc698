"""
The typed terms of the forms: what rules are written with.

规则词汇。

Written by ``tools/generate_terms.py`` from the declarations of the forms;
a test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt

from pa_registry.conditions import (
    Flag,
    Members,
    Ordered,
    Relation,
    Term,
    Vocabulary,
)
from pa_registry.model import forms
from pa_registry.model._identity_grading import Sex
from pa_registry.model.acts import Appraisal, Visit, Waiver
from pa_registry.model.circumstances import (
    Absence,
    Business,
    CommercialPension,
    Conduct,
    Death,
    HukouChange,
    Payroll,
    StudyAbroad,
    VillageOffice,
)
from pa_registry.model.counties import County
from pa_registry.model.evidence_codes import (
    AbsenceKind,
    AppraisalResult,
    BusinessKind,
    BusinessRole,
    ConductKind,
    EmployerKind,
    Finding,
    HouseOrigin,
    HukouChangeKind,
    MachineKind,
    PostKind,
    VehicleKind,
    VisitMode,
)
from pa_registry.model.household_codes import (
    Cause,
    Fuel,
    HouseholdCategory,
    HouseStructure,
    HousingGrade,
    IdentificationStandard,
    MeasureKind,
    RelocationStage,
    Resettlement,
    Road,
    WaterSource,
)
from pa_registry.model.households import Household
from pa_registry.model.person_codes import (
    Document,
    Education,
    Enrolment,
    Health,
    JoinReason,
    LabourCapacity,
    LeaveReason,
    RelationToHead,
    WorkArea,
)
from pa_registry.model.persons import Person, Relative
from pa_registry.model.poverty_counties import CountyDesignation
from pa_registry.model.records import (
    Appliance,
    Farm,
    LandPurchase,
    Machine,
    Premises,
    UrbanHouse,
    Vehicle,
)
from pa_registry.model.status import Status
from pa_registry.model.support import Measure
from pa_registry.model.villages import Village
from pa_registry.money import Fen


__all__ = [
    "AbsenceTerms",
    "ApplianceTerms",
    "AppraisalTerms",
    "BusinessTerms",
    "CommercialPensionTerms",
    "ConductTerms",
    "CountyTerms",
    "DeathTerms",
    "FarmTerms",
    "HouseholdTerms",
    "HukouChangeTerms",
    "LandPurchaseTerms",
    "MachineTerms",
    "MeasureTerms",
    "PayrollTerms",
    "PersonTerms",
    "PremisesTerms",
    "RelativeTerms",
    "StudyAbroadTerms",
    "UrbanHouseTerms",
    "VehicleTerms",
    "VillageOfficeTerms",
    "VillageTerms",
    "VisitTerms",
    "WaiverTerms",
    "absence",
    "appliance",
    "appraisal",
    "business",
    "commercial_pension",
    "conduct",
    "county",
    "death",
    "farm",
    "household",
    "hukou_change",
    "land_purchase",
    "machine",
    "measure",
    "payroll",
    "person",
    "premise",
    "relative",
    "study_abroad",
    "urban_house",
    "vehicle",
    "village",
    "village_office",
    "visit",
    "waiver",
]


class HouseholdTerms(Vocabulary[Household]):
    """The terms of 户."""

    income_year: Ordered[Household, int]
    net_income: Ordered[Household, Fen]
    printed_per_capita_net_income: Ordered[Household, Fen]
    total_income: Ordered[Household, Fen]
    wage_income: Ordered[Household, Fen]
    business_income: Ordered[Household, Fen]
    business_expense: Ordered[Household, Fen]
    property_income: Ordered[Household, Fen]
    asset_dividend: Ordered[Household, Fen]
    other_property_income: Ordered[Household, Fen]
    lasting_asset_income: Ordered[Household, Fen]
    transfer_income: Ordered[Household, Fen]
    family_planning_subsidy: Ordered[Household, Fen]
    dibao_income: Ordered[Household, Fen]
    short_dibao_income: Ordered[Household, Fen]
    extreme_poverty_income: Ordered[Household, Fen]
    pension_income: Ordered[Household, Fen]
    retirement_pay: Ordered[Household, Fen]
    child_support_to_parents: Ordered[Household, Fen]
    old_age_allowance: Ordered[Household, Fen]
    survivor_allowance: Ordered[Household, Fen]
    disability_allowance: Ordered[Household, Fen]
    soldiers_pay: Ordered[Household, Fen]
    stability_subsidy: Ordered[Household, Fen]
    ecological_compensation: Ordered[Household, Fen]
    other_transfer_income: Ordered[Household, Fen]
    cropland: Ordered[Household, int]
    irrigated_land: Ordered[Household, int]
    forest_land: Ordered[Household, int]
    land_returned_to_forest: Ordered[Household, int]
    orchard: Ordered[Household, int]
    grassland: Ordered[Household, int]
    water_surface: Ordered[Household, int]
    house_area: Ordered[Household, int]
    house_structure: Term[Household, HouseStructure]
    house_built: Ordered[Household, int]
    house_dangerous: Flag[Household]
    housing_grade: Term[Household, HousingGrade]
    cannot_afford_housing: Flag[Household]
    housing_adequate: Flag[Household]
    builds_another_house: Flag[Household]
    luxury_decoration: Flag[Household]
    water_difficult: Flag[Household]
    safe_water: Flag[Household]
    water_solved: Flag[Household]
    water_source: Term[Household, WaterSource]
    water_quantity: Ordered[Household, int]
    water_quality_sound: Flag[Household]
    water_fetch_minutes: Ordered[Household, int]
    water_fetch_distance: Ordered[Household, int]
    water_fetch_climb: Ordered[Household, int]
    water_reliability: Ordered[Household, int]
    water_outage_days: Ordered[Household, int]
    domestic_power: Flag[Household]
    production_power: Flag[Household]
    television: Flag[Household]
    road: Term[Household, Road]
    road_distance: Ordered[Household, int]
    toilet: Flag[Household]
    fuel: Term[Household, Fuel]
    in_cooperative: Flag[Household]
    led_by_enterprise: Flag[Household]
    led_by_entrepreneur: Flag[Household]
    wants_to_relocate: Flag[Household]
    relocation_stage: Term[Household, RelocationStage]
    resettlement: Term[Household, Resettlement]
    self_paid_medical: Ordered[Household, Fen]
    monthly_utility_spend: Ordered[Household, Fen]
    utility_spend_clearly_high: Flag[Household]
    number: Term[Household, str]
    division: Term[Household, str]
    group: Term[Household, str]
    phone: Term[Household, str]
    bank: Term[Household, str]
    account: Term[Household, str]
    printed_size: Ordered[Household, int]
    status: Term[Household, Status]
    identification_standard: Term[Household, IdentificationStandard]
    category: Term[Household, HouseholdCategory]
    martyr_or_army_family: Flag[Household]
    main_cause: Term[Household, Cause]
    other_causes: Members[Household, Cause]
    grave_cause: Flag[Household]
    entered: Ordered[Household, dt.date]
    exit_year: Ordered[Household, int]
    return_year: Ordered[Household, int]
    return_cause: Term[Household, Cause]
    food_secured: Flag[Household]
    clothing_secured: Flag[Household]
    schooling_secured: Flag[Household]
    medical_secured: Flag[Household]
    housing_secured: Flag[Household]
    illness_forces_below_line: Flag[Household]
    away_since: Ordered[Household, dt.date]
    whole_household_away: Flag[Household]
    residence_shown: Flag[Household]
    split_on: Ordered[Household, dt.date]
    split_to_qualify: Flag[Household]
    empty_hukou: Flag[Household]
    unexplained_report: Flag[Household]
    favoured: Flag[Household]
    falsified: Flag[Household]
    size: Ordered[Household, int]
    registered_size: Ordered[Household, int]
    members: Relation[Household, Person]
    registered_members: Relation[Household, Person]
    relatives: Relation[Household, Relative]
    measures: Relation[Household, Measure]
    vehicles: Relation[Household, Vehicle]
    kin_vehicles: Relation[Household, Vehicle]
    urban_houses: Relation[Household, UrbanHouse]
    kin_urban_houses: Relation[Household, UrbanHouse]
    premises: Relation[Household, Premises]
    machines: Relation[Household, Machine]
    farms: Relation[Household, Farm]
    land_purchases: Relation[Household, LandPurchase]
    appliances: Relation[Household, Appliance]
    businesses: Relation[Household, Business]
    kin_businesses: Relation[Household, Business]
    payrolls: Relation[Household, Payroll]
    kin_payrolls: Relation[Household, Payroll]
    village_offices: Relation[Household, VillageOffice]
    commercial_pensions: Relation[Household, CommercialPension]
    studies_abroad: Relation[Household, StudyAbroad]
    absences: Relation[Household, Absence]
    conducts: Relation[Household, Conduct]
    deaths: Relation[Household, Death]
    hukou_changes: Relation[Household, HukouChange]
    appraisals: Relation[Household, Appraisal]
    visits: Relation[Household, Visit]
    waivers: Relation[Household, Waiver]


class PersonTerms(Vocabulary[Person]):
    """The terms of 家庭成员."""

    number: Term[Person, str]
    name: Term[Person, str]
    document: Term[Person, Document]
    born: Ordered[Person, dt.date]
    sex: Term[Person, Sex]
    relation_to_head: Term[Person, RelationToHead]
    ethnicity: Term[Person, str]
    education: Term[Person, Education]
    enrolment: Term[Person, Enrolment]
    out_of_school_for_poverty: Flag[Person]
    unfit_for_school: Flag[Person]
    schooling_unaffordable: Flag[Person]
    health: Members[Person, Health]
    labour_capacity: Term[Person, LabourCapacity]
    months_worked: Ordered[Person, int]
    work_area: Term[Person, WorkArea]
    in_military_service: Flag[Person]
    basic_medical_insured: Flag[Person]
    employee_medical_insured: Flag[Person]
    serious_illness_insured: Flag[Person]
    pension_insured: Flag[Person]
    commercial_supplement_insured: Flag[Person]
    dibao: Flag[Person]
    identified: Ordered[Person, dt.date]
    usual_resident: Flag[Person]
    registered_here: Flag[Person]
    joined: Ordered[Person, dt.date]
    join_reason: Term[Person, JoinReason]
    left: Ordered[Person, dt.date]
    leave_reason: Term[Person, LeaveReason]
    age: Ordered[Person, int]


class RelativeTerms(Vocabulary[Relative]):
    """The terms of 非共同生活亲属."""

    number: Term[Relative, str]
    name: Term[Relative, str]
    born: Ordered[Relative, dt.date]
    sex: Term[Relative, Sex]
    relation_to_head: Term[Relative, RelationToHead]
    has_duty_of_support: Flag[Relative]
    support_paid: Ordered[Relative, Fen]
    age: Ordered[Relative, int]


class VillageTerms(Vocabulary[Village]):
    """The terms of 村."""

    code: Term[Village, str]
    name: Term[Village, str]
    as_of: Ordered[Village, dt.date]
    poor_village: Flag[Village]
    exit_year: Ordered[Village, int]
    households: Ordered[Village, int]
    population: Ordered[Village, int]
    rural_population: Ordered[Village, int]
    rural_population_source: Term[Village, str]
    poor_households: Ordered[Village, int]
    poor_persons: Ordered[Village, int]
    registered_households: Ordered[Village, int]
    registered_persons: Ordered[Village, int]
    dibao_persons: Ordered[Village, int]
    extremely_poor_persons: Ordered[Village, int]
    disabled_persons: Ordered[Village, int]
    per_capita_net_income: Ordered[Village, Fen]
    collective_income: Ordered[Village, Fen]
    medical_insured: Ordered[Village, int]
    pension_insured: Ordered[Village, int]
    hardened_road: Flag[Village]
    unpaved_road: Ordered[Village, int]
    natural_villages: Ordered[Village, int]
    natural_villages_unpaved: Ordered[Village, int]
    bus: Flag[Village]
    domestic_power: Flag[Village]
    production_power: Flag[Village]
    households_without_safe_water: Ordered[Village, int]
    households_with_water_difficulty: Ordered[Village, int]
    households_in_dangerous_houses: Ordered[Village, int]
    households_with_television: Ordered[Village, int]
    households_with_broadband: Ordered[Village, int]
    broadband: Flag[Village]
    clinics: Ordered[Village, int]
    doctors: Ordered[Village, int]
    cultural_centres: Ordered[Village, int]
    libraries: Ordered[Village, int]
    public_toilets: Ordered[Village, int]
    waste_points: Ordered[Village, int]
    primary_schools: Ordered[Village, int]
    cooperatives: Ordered[Village, int]
    tourism_workers: Ordered[Village, int]
    tourism_income: Ordered[Village, Fen]
    cropland: Ordered[Village, int]
    forest_land: Ordered[Village, int]
    grassland: Ordered[Village, int]
    water_surface: Ordered[Village, int]


class CountyTerms(Vocabulary[County]):
    """The terms of 县."""

    code: Term[County, str]
    name: Term[County, str]
    as_of: Ordered[County, dt.date]
    poor_county: Flag[County]
    designation: Term[County, CountyDesignation]
    exit_year: Ordered[County, int]
    rural_population: Ordered[County, int]
    rural_population_on: Ordered[County, dt.date]
    rural_population_source: Term[County, str]
    registered_households: Ordered[County, int]
    registered_persons: Ordered[County, int]
    poor_households: Ordered[County, int]
    poor_persons: Ordered[County, int]
    poor_villages: Ordered[County, int]
    per_capita_income: Ordered[County, Fen]
    size_quota: Ordered[County, int]
    size_quota_on: Ordered[County, dt.date]
    size_quota_issuer: Term[County, str]


class MeasureTerms(Vocabulary[Measure]):
    """The terms of 帮扶措施."""

    kind: Term[Measure, MeasureKind]
    what: Term[Measure, str]
    since: Ordered[Measure, dt.date]
    until: Ordered[Measure, dt.date]
    amount: Ordered[Measure, Fen]


class VehicleTerms(Vocabulary[Vehicle]):
    """The terms of 机动车登记信息."""

    holder: Term[Vehicle, str]
    seen_on: Ordered[Vehicle, dt.date]
    acquired: Ordered[Vehicle, dt.date]
    disposed: Ordered[Vehicle, dt.date]
    kind: Term[Vehicle, VehicleKind]
    price: Ordered[Vehicle, Fen]
    load: Ordered[Vehicle, int]
    earns_living: Flag[Vehicle]
    for_disabled: Flag[Vehicle]
    sold_untransferred: Flag[Vehicle]
    identity_lent: Flag[Vehicle]


class UrbanHouseTerms(Vocabulary[UrbanHouse]):
    """The terms of 城镇住房登记信息."""

    holder: Term[UrbanHouse, str]
    seen_on: Ordered[UrbanHouse, dt.date]
    acquired: Ordered[UrbanHouse, dt.date]
    disposed: Ordered[UrbanHouse, dt.date]
    origin: Term[UrbanHouse, HouseOrigin]
    commercial: Flag[UrbanHouse]


class PremisesTerms(Vocabulary[Premises]):
    """The terms of 经营用房信息."""

    holder: Term[Premises, str]
    seen_on: Ordered[Premises, dt.date]
    acquired: Ordered[Premises, dt.date]
    disposed: Ordered[Premises, dt.date]
    in_own_village: Flag[Premises]


class MachineTerms(Vocabulary[Machine]):
    """The terms of 大型机械登记信息."""

    holder: Term[Machine, str]
    seen_on: Ordered[Machine, dt.date]
    acquired: Ordered[Machine, dt.date]
    disposed: Ordered[Machine, dt.date]
    kind: Term[Machine, MachineKind]
    horsepower: Ordered[Machine, int]
    price: Ordered[Machine, Fen]


class FarmTerms(Vocabulary[Farm]):
    """The terms of 规模种养信息."""

    holder: Term[Farm, str]
    seen_on: Ordered[Farm, dt.date]
    acquired: Ordered[Farm, dt.date]
    disposed: Ordered[Farm, dt.date]
    rented_land: Ordered[Farm, int]
    livestock_value: Ordered[Farm, Fen]


class LandPurchaseTerms(Vocabulary[LandPurchase]):
    """The terms of 购地信息."""

    holder: Term[LandPurchase, str]
    seen_on: Ordered[LandPurchase, dt.date]
    acquired: Ordered[LandPurchase, dt.date]
    disposed: Ordered[LandPurchase, dt.date]
    for_building: Flag[LandPurchase]


class ApplianceTerms(Vocabulary[Appliance]):
    """The terms of 高档家电信息."""

    holder: Term[Appliance, str]
    seen_on: Ordered[Appliance, dt.date]
    acquired: Ordered[Appliance, dt.date]
    disposed: Ordered[Appliance, dt.date]
    what: Term[Appliance, str]
    market_price: Ordered[Appliance, Fen]


class BusinessTerms(Vocabulary[Business]):
    """The terms of 工商登记信息."""

    holder: Term[Business, str]
    seen_on: Ordered[Business, dt.date]
    since: Ordered[Business, dt.date]
    until: Ordered[Business, dt.date]
    kind: Term[Business, BusinessKind]
    role: Term[Business, BusinessRole]
    operating: Flag[Business]
    pays_tax: Flag[Business]
    long_term_employees: Flag[Business]
    identity_lent: Flag[Business]
    truly_controls: Flag[Business]


class PayrollTerms(Vocabulary[Payroll]):
    """The terms of 财政供养信息."""

    holder: Term[Payroll, str]
    seen_on: Ordered[Payroll, dt.date]
    since: Ordered[Payroll, dt.date]
    until: Ordered[Payroll, dt.date]
    employer: Term[Payroll, EmployerKind]
    post: Term[Payroll, PostKind]
    stable: Flag[Payroll]


class VillageOfficeTerms(Vocabulary[VillageOffice]):
    """The terms of 村干部任职信息."""

    holder: Term[VillageOffice, str]
    seen_on: Ordered[VillageOffice, dt.date]
    since: Ordered[VillageOffice, dt.date]
    until: Ordered[VillageOffice, dt.date]
    post: Term[VillageOffice, str]


class CommercialPensionTerms(Vocabulary[CommercialPension]):
    """The terms of 商业养老保险信息."""

    holder: Term[CommercialPension, str]
    seen_on: Ordered[CommercialPension, dt.date]
    since: Ordered[CommercialPension, dt.date]
    until: Ordered[CommercialPension, dt.date]
    self_bought: Flag[CommercialPension]


class StudyAbroadTerms(Vocabulary[StudyAbroad]):
    """The terms of 自费留学信息."""

    holder: Term[StudyAbroad, str]
    seen_on: Ordered[StudyAbroad, dt.date]
    since: Ordered[StudyAbroad, dt.date]
    until: Ordered[StudyAbroad, dt.date]
    self_funded: Flag[StudyAbroad]


class AbsenceTerms(Vocabulary[Absence]):
    """The terms of 外出及失联信息."""

    holder: Term[Absence, str]
    seen_on: Ordered[Absence, dt.date]
    since: Ordered[Absence, dt.date]
    until: Ordered[Absence, dt.date]
    kind: Term[Absence, AbsenceKind]


class ConductTerms(Vocabulary[Conduct]):
    """The terms of 违法违规信息."""

    holder: Term[Conduct, str]
    seen_on: Ordered[Conduct, dt.date]
    day: Ordered[Conduct, dt.date]
    kind: Term[Conduct, ConductKind]
    punished: Flag[Conduct]
    unrepentant: Flag[Conduct]
    caused_hardship: Flag[Conduct]


class DeathTerms(Vocabulary[Death]):
    """The terms of 死亡登记信息."""

    holder: Term[Death, str]
    seen_on: Ordered[Death, dt.date]
    day: Ordered[Death, dt.date]


class HukouChangeTerms(Vocabulary[HukouChange]):
    """The terms of 户籍变动信息."""

    holder: Term[HukouChange, str]
    seen_on: Ordered[HukouChange, dt.date]
    day: Ordered[HukouChange, dt.date]
    kind: Term[HukouChange, HukouChangeKind]


class AppraisalTerms(Vocabulary[Appraisal]):
    """The terms of 民主评议记录."""

    day: Ordered[Appraisal, dt.date]
    result: Term[Appraisal, AppraisalResult]
    round: Ordered[Appraisal, int]
    entitled: Ordered[Appraisal, int]
    present: Ordered[Appraisal, int]
    in_favour: Ordered[Appraisal, int]
    minutes: Term[Appraisal, str]


class VisitTerms(Vocabulary[Visit]):
    """The terms of 入户核查记录."""

    day: Ordered[Visit, dt.date]
    mode: Term[Visit, VisitMode]
    met_somebody: Flag[Visit]
    finding: Term[Visit, Finding]
    visitor: Term[Visit, str]
    signed: Flag[Visit]


class WaiverTerms(Vocabulary[Waiver]):
    """The terms of 豁免记录."""

    item: Term[Waiver, str]
    granted: Flag[Waiver]
    grantor: Term[Waiver, str]
    ground: Term[Waiver, str]
    evidence: Term[Waiver, str]
    since: Ordered[Waiver, dt.date]
    expires: Ordered[Waiver, dt.date]


#: The terms of 户.
household: HouseholdTerms = HouseholdTerms(forms.FORMS["household"])
#: The terms of 家庭成员.
person: PersonTerms = PersonTerms(forms.FORMS["person"])
#: The terms of 非共同生活亲属.
relative: RelativeTerms = RelativeTerms(forms.FORMS["relative"])
#: The terms of 村.
village: VillageTerms = VillageTerms(forms.FORMS["village"])
#: The terms of 县.
county: CountyTerms = CountyTerms(forms.FORMS["county"])
#: The terms of 帮扶措施.
measure: MeasureTerms = MeasureTerms(forms.FORMS["measure"])
#: The terms of 机动车登记信息.
vehicle: VehicleTerms = VehicleTerms(forms.FORMS["vehicle"])
#: The terms of 城镇住房登记信息.
urban_house: UrbanHouseTerms = UrbanHouseTerms(forms.FORMS["urban_house"])
#: The terms of 经营用房信息.
premise: PremisesTerms = PremisesTerms(forms.FORMS["premise"])
#: The terms of 大型机械登记信息.
machine: MachineTerms = MachineTerms(forms.FORMS["machine"])
#: The terms of 规模种养信息.
farm: FarmTerms = FarmTerms(forms.FORMS["farm"])
#: The terms of 购地信息.
land_purchase: LandPurchaseTerms = LandPurchaseTerms(
    forms.FORMS["land_purchase"]
)
#: The terms of 高档家电信息.
appliance: ApplianceTerms = ApplianceTerms(forms.FORMS["appliance"])
#: The terms of 工商登记信息.
business: BusinessTerms = BusinessTerms(forms.FORMS["business"])
#: The terms of 财政供养信息.
payroll: PayrollTerms = PayrollTerms(forms.FORMS["payroll"])
#: The terms of 村干部任职信息.
village_office: VillageOfficeTerms = VillageOfficeTerms(
    forms.FORMS["village_office"]
)
#: The terms of 商业养老保险信息.
commercial_pension: CommercialPensionTerms = CommercialPensionTerms(
    forms.FORMS["commercial_pension"]
)
#: The terms of 自费留学信息.
study_abroad: StudyAbroadTerms = StudyAbroadTerms(forms.FORMS["study_abroad"])
#: The terms of 外出及失联信息.
absence: AbsenceTerms = AbsenceTerms(forms.FORMS["absence"])
#: The terms of 违法违规信息.
conduct: ConductTerms = ConductTerms(forms.FORMS["conduct"])
#: The terms of 死亡登记信息.
death: DeathTerms = DeathTerms(forms.FORMS["death"])
#: The terms of 户籍变动信息.
hukou_change: HukouChangeTerms = HukouChangeTerms(forms.FORMS["hukou_change"])
#: The terms of 民主评议记录.
appraisal: AppraisalTerms = AppraisalTerms(forms.FORMS["appraisal"])
#: The terms of 入户核查记录.
visit: VisitTerms = VisitTerms(forms.FORMS["visit"])
#: The terms of 豁免记录.
waiver: WaiverTerms = WaiverTerms(forms.FORMS["waiver"])
