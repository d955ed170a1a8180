"""The eight factors of the prison and what each of them is made of (R4, R6)."""

from typing import Literal, get_args

from domain.vocabulary import PrisonFactor

PhysicalEnvironment = Literal["overcrowding", "cells", "food", "hygiene", "medical-care"]
Trust = Literal["reliance-on-staff", "alertness-of-staff", "support-in-difficulties"]
Humanity = Literal["concern-for-others", "empathy-of-staff"]
StaffRelationship = Literal["mutual-trust", "competence-in-authority", "mutual-respect"]
PersonalSafety = Literal["groups-for-protection", "conflict-among-inmates", "conflict-with-staff"]
FairConditions = Literal["impartiality", "favouritism", "discrimination"]
Legitimacy = Literal["transparency", "incident-response", "moral-recognition"]
CharismaticExtremist = Literal["identified", "risk-to-self", "risk-to-others", "addressed"]

SubItem = (
    PhysicalEnvironment
    | Trust
    | Humanity
    | StaffRelationship
    | PersonalSafety
    | FairConditions
    | Legitimacy
    | CharismaticExtremist
)

SUB_ITEMS: dict[PrisonFactor, tuple[SubItem, ...]] = {
    "physical-environment": get_args(PhysicalEnvironment),
    "trust": get_args(Trust),
    "humanity": get_args(Humanity),
    "staff-relationship": get_args(StaffRelationship),
    "personal-safety": get_args(PersonalSafety),
    "fair-conditions": get_args(FairConditions),
    "legitimacy": get_args(Legitimacy),
    "charismatic-extremist": get_args(CharismaticExtremist),
}
LEADER: PrisonFactor = "charismatic-extremist"
LEADER_ADDRESSED = frozenset(SUB_ITEMS[LEADER])
"""All that is to be said of a charismatic extremist before the finding is settled (R7)."""
