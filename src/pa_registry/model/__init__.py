"""
The model: people, households, places, evidence and the register.

数据模型。
"""

from pa_registry.model.acts import Appraisal, Visit, Waiver
from pa_registry.model.bodies import Body, BodyKind
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
from pa_registry.model.codes import Code
from pa_registry.model.counties import County
from pa_registry.model.division import (
    Division,
    DivisionLevel,
    DivisionStanding,
    Succession,
    SuccessionKind,
)
from pa_registry.model.divisions import DivisionList, Divisions
from pa_registry.model.evidence import SOURCES, Coverage, Evidence
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
from pa_registry.model.identity import (
    IdentityForm,
    IdentityGrade,
    IdentityNotice,
    IdentityNumber,
    Sex,
    check_character,
)
from pa_registry.model.income import IncomePage
from pa_registry.model.living import LivingPage
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
from pa_registry.model.persons import MembershipBasis, Person, Relative
from pa_registry.model.places import ReportingUnit, ReportingUnitKind
from pa_registry.model.poverty_counties import (
    CountyDesignation,
    CountyPovertyStatus,
    PovertyCounty,
    poverty_counties,
    poverty_county,
)
from pa_registry.model.records import (
    Appliance,
    Farm,
    LandPurchase,
    Machine,
    Premises,
    Record,
    UrbanHouse,
    Vehicle,
)
from pa_registry.model.registry import Registry
from pa_registry.model.status import (
    TRANSITIONS,
    Move,
    Status,
    Transition,
    after,
    moves,
    transition,
)
from pa_registry.model.support import Helper, Measure, Provenance
from pa_registry.model.terms import county, household, person, village
from pa_registry.model.villages import Village


__all__ = [
    "SOURCES",
    "TRANSITIONS",
    "Absence",
    "AbsenceKind",
    "Appliance",
    "Appraisal",
    "AppraisalResult",
    "Body",
    "BodyKind",
    "Business",
    "BusinessKind",
    "BusinessRole",
    "Cause",
    "Code",
    "CommercialPension",
    "Conduct",
    "ConductKind",
    "County",
    "CountyDesignation",
    "CountyPovertyStatus",
    "Coverage",
    "Death",
    "Division",
    "DivisionLevel",
    "DivisionList",
    "DivisionStanding",
    "Divisions",
    "Document",
    "Education",
    "EmployerKind",
    "Enrolment",
    "Evidence",
    "Farm",
    "Finding",
    "Fuel",
    "Health",
    "Helper",
    "HouseOrigin",
    "HouseStructure",
    "Household",
    "HouseholdCategory",
    "HousingGrade",
    "HukouChange",
    "HukouChangeKind",
    "IdentificationStandard",
    "IdentityForm",
    "IdentityGrade",
    "IdentityNotice",
    "IdentityNumber",
    "IncomePage",
    "JoinReason",
    "LabourCapacity",
    "LandPurchase",
    "LeaveReason",
    "LivingPage",
    "Machine",
    "MachineKind",
    "Measure",
    "MeasureKind",
    "MembershipBasis",
    "Move",
    "Payroll",
    "Person",
    "PostKind",
    "PovertyCounty",
    "Premises",
    "Provenance",
    "Record",
    "Registry",
    "RelationToHead",
    "Relative",
    "RelocationStage",
    "ReportingUnit",
    "ReportingUnitKind",
    "Resettlement",
    "Road",
    "Sex",
    "Status",
    "StudyAbroad",
    "Succession",
    "SuccessionKind",
    "Transition",
    "UrbanHouse",
    "Vehicle",
    "VehicleKind",
    "Village",
    "VillageOffice",
    "Visit",
    "VisitMode",
    "Waiver",
    "WaterSource",
    "WorkArea",
    "after",
    "check_character",
    "county",
    "household",
    "moves",
    "person",
    "poverty_counties",
    "poverty_county",
    "transition",
    "village",
]
