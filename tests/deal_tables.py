"""Tables of deals as the usual programs export them, for tests of their reading."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.desk.contact_imports.watching import UNWATCHED
from app.desk.deal_imports.opening import open_deals
from app.desk.deal_imports.plan import DealPlan, first_plan
from app.desk.deal_imports.preview import DealReview
from app.domain.deal_import_rows import KnownDeal
from app.domain.deals import DEFAULT_PIPELINE
from app.domain.ids import MemberId
from app.words.deal_places import named

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
LEA = MemberId("lea")
PIPELINES = named([DEFAULT_PIPELINE])

PIPEDRIVE = (
    "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Owner,"
    "Deal - Label,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Lost reason,"
    "Deal - Expected close date,Deal - Contact person,Person - Phone,Person - Email\n"
    "41,Wedding,1250.50,EUR,Quote sent,Open,Léa,Hot,2026-03-05 14:33:12,,,,2026-12-24,Ana Field,"
    "+33639980001,ana@example.org\n"
    "42,Party,300,USD,Decision,Lost,Léa,,2026-02-01 10:00:00,,2026-02-20 10:00:00,Too expensive,,Bo,,bo@example.org\n"
    "43,Course,80,EUR,Decision,Won,Nobody,,2026-02-01 10:00:00,2026-02-21 10:00:00,,,,Cy,0639980003,\n"
    "44,Old,80,EUR,Decision,Deleted,Léa,,2026-02-01 10:00:00,,,,,Di,,\n"
)
HUBSPOT = (
    '"Record ID","Deal Name","Deal Stage","Close Date","Deal owner","Amount","Pipeline","Create Date",'
    '"Associated Contact","Closed Lost Reason"\n'
    '"90001","Site","Contract Sent","2026-12-30 10:00","Léa","1200","Sales Pipeline","2026-11-01 09:12",'
    '"Ana Field (ana@example.org)",""\n'
    '"90002","Logo","Closed Won","2026-11-15 10:00","Léa","450.5","Sales Pipeline","2026-10-01 09:12",'
    '"Bo (bo@example.org);Cy (cy@example.org)",""\n'
    '"90003","Flyer","Closed Lost","2026-11-16 10:00","Léa","","Sales Pipeline","2026-10-01 09:12","","Price"\n'
)
ZOHO = (
    "Record Id,Deal Owner,Amount,Deal Name,Closing Date,Account Name,Stage,Contact Name,Created Time,Next Step,"
    "Description,Tag\n"
    'zcrm_1,Léa,"1,250.00",Garden,2026-12-24,Green & Co,Decision,Ana Field,2026-03-05 14:33:12,Call back,'
    '"Two trees,\none hedge",vip\n'
)
SALESFORCE = (
    '"Opportunity ID","Opportunity Name","Account Name","Stage","Close Date","Created Date","Amount Currency",'
    '"Amount","Opportunity Owner","Next Step"\n'
    '"0061","Roof","Hill","Negotiation/Review","12/25/2026","3/5/2026","GBP","12,000.00","Léa",""\n'
)
TRELLO = (
    "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,List ID,List Name,Board Name,Archived\n"
    '5f,Kitchen for Ana,https://trello.com/c/x,Ask for the plan,"Hot (red), New","Léa, Bo",'
    "2026-12-24T11:00:00.000Z,7,Quote sent,Sales,false\n"
)
SELLSY = (
    "Identifiant;Nom de l'opportunité;Société;Contact responsable;Montant potentiel;Pipeline;Étape;Statut;"
    "Collaborateur affecté;Date de création;Date d'échéance;Brief\n"
    "OPP-7;Terrasse;Dupont SARL;Anne Dupont;1 250,50 €;Ventes;Devis envoyé;En cours;Léa;05/03/2026;24/12/2026;\n"
    "OPP-8;Allée;Martin;;2 000,00 €;Ventes;Devis envoyé;Perdue;Léa;06/03/2026;;Trop cher\n"
)
AXONAUT = (
    "Nom de l'opportunité;Société;Montant;Probabilité;Pipe;Étape;Date de fin prévue;Responsable;Commentaires\n"
    "Pergola;Dupont;3500;60;Ventes;Décision;31/12/2026;Léa;\n"
)
EXPORTS = {
    "pipedrive": PIPEDRIVE, "hubspot": HUBSPOT, "zoho": ZOHO, "salesforce": SALESFORCE, "trello": TRELLO,
    "sellsy": SELLSY, "axonaut": AXONAUT,
}  # fmt: skip


def reviewed(
    folder: Path, text: str, known: tuple[KnownDeal, ...] = (), numbers: tuple[str, ...] = ()
) -> tuple[DealReview, DealPlan]:
    """A table looked at, and the plan that is guessed of it."""
    path = folder / "deals.csv"
    path.write_text(text, "utf-8")
    return reviewed_file(path, known, numbers)


def reviewed_file(
    path: Path, known: tuple[KnownDeal, ...] = (), numbers: tuple[str, ...] = ()
) -> tuple[DealReview, DealPlan]:
    """The same of a file that is there."""
    table = open_deals(path, UNWATCHED)
    review = DealReview(path, table, known, numbers, PIPELINES, {"léa": LEA}, NOW)
    return review, first_plan(table, PIPELINES, "EUR", "FR", PARIS)
