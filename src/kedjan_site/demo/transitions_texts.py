"""What the running round on transitions asks, and the planned one on school-age educare."""

from datetime import date

from kedjan.reflection.service import Aspect, Assignment, Level

TRANSITIONS = (
    Assignment(
        code="01",
        heading="Det som följer med",
        focus="Det vi vet om vad som hjälper en elev når fram till den som ska använda det.",
        support_questions=(
            "Hur ser du på nuläget: vad följer med till nästa skola eller stadie, och vad stannar?",
            "Vilka styrkor och svagheter ser du i stödkortet och i samtalen kring det?",
            "Vad tror du att det beror på?",
        ),
        follow_up_short="Vad kan du ändra redan i vårens överlämningar?",
        follow_up_long="Vad behöver skolorna komma överens om på sikt?",
        minutes=15,
        used_for="Läses av undersökningsledarna i november. En första bild återkopplas den 16 december och blir "
        "underlag till rutinen mellan årskurs 9 och gymnasiet som nämnden har bett om.",
        opens_on=date(2026, 11, 2),
        closes_on=date(2026, 11, 20),
        aspect=Aspect.PROCESS,
        level=Level.PROVIDER,
        emotion=True,
        example="Kortet fungerar när någon har skrivit vad som hjälpte, inte bara vad som gavs. I år hade tre av mina "
        "fyra det. Det fjärde var en lista. Jag tror att vi skriver listor när vi gör det sent på dagen i juni.",
    ),
    Assignment(
        code="02",
        heading="Den som tar emot",
        focus="Den som tar emot en ny elev hinner förbereda sig och vet vem hen kan fråga.",
        support_questions=(
            "Hur ser du på nuläget när du själv tar emot, eller när du ser andra göra det?",
            "Vilka styrkor och svagheter ser du i de första veckorna?",
            "Vilka orsaker ser du i schema, tid och ansvar?",
        ),
        follow_up_short="Vad kan göras annorlunda redan i augusti?",
        follow_up_long="Hur vill du att mottagandet ska vara organiserat om två år?",
        minutes=15,
        used_for="Besvaras på ledningsgruppens träff den 18 november, i tid som redan är bokad. Går till rektorerna "
        "inför tjänstefördelningen i mars.",
        opens_on=date(2026, 11, 9),
        closes_on=date(2026, 11, 27),
        aspect=Aspect.STRUCTURE,
        level=Level.UNIT,
        emotion=True,
        example="Jag fick veta på fredagen vem som började på måndagen. Samtalet i maj hade räckt långt. Schemat låg "
        "fast, så den vuxna som behövdes fanns på fel plats. Lägg samtalet före schemat.",
    ),
    Assignment(
        code="03",
        heading="Barnets och elevens egen röst",
        focus="Barn, elever och vårdnadshavare är med och säger vad som ska följa med, och vad som får stanna.",
        support_questions=(
            "Hur ser du på nuläget: när och hur får eleven själv säga något om övergången?",
            "Vilka styrkor och svagheter ser du i det?",
            "Vad tror du att det beror på?",
        ),
        follow_up_short="Vad kan ni pröva med en grupp den här terminen?",
        follow_up_long="Vad bör alltid vara elevens eget att berätta?",
        minutes=10,
        used_for="Läses tillsammans med elevernas egna förslag från analysdagen i maj. Svaret går till elevråden i "
        "januari.",
        opens_on=date(2026, 11, 16),
        closes_on=date(2026, 12, 4),
        aspect=Aspect.INDIVIDUAL,
        level=Level.PUPIL,
        emotion=True,
        example="Eleverna i sexan skrev en egen rad på kortet. Den raden var det enda min kollega mindes i oktober. "
        "Jag vill att eleven läser kortet först och stryker det som inte längre stämmer.",
    ),
)
REASON = (
    "Hösten 2025 fanns stödet på plats i vecka 36 för 11 av 19 elever i årskurs 7, hösten 2026 för 19 av 21. "
    "Nämnden har bett oss att pröva samma arbetssätt mellan årskurs 9 och gymnasiet. Innan vi gör det vill vi förstå "
    "vad som hjälpte."
)
BASIS = "Stödkorten från våren 2026, uppföljningen i vecka 36, läsårsrapporten avsnitt 3.2, elevernas analysdag."
PURPOSES = (
    "Förstå vilket av kortet, samtalet och tidpunkten som betydde mest",
    "Samla förslag från dem som lämnar över och dem som tar emot",
    "Ge rektorerna ett underlag före tjänstefördelningen",
)
PARTICIPANTS = "Rektorer, lärare, förskollärare och elevhälsa i alla skolformer. Karin Olspång och Maj Sävdunge läser."
PROBLEM_AREAS = (
    ("Underlag finns, men där ingen letar i augusti", "Arbetslag 7", "Reflektion i oktober 2025, tre stödkort"),
    ("Schemat läggs före samtalet", "Roger Hällspång", "Enhetens analys i januari 2026"),
    ("Kortet berättar vad som gavs, inte varför det hjälpte", "En mentor", "Stödkorten våren 2026"),
    ("Vi vet inte om stödet syns i närvaron", "Maj Sävdunge", "Läsårsrapporten, avsnitt 3.2"),
    ("Mellan årskurs 9 och gymnasiet finns ingen rutin", "Nämnden", "Beslut den 23 september 2026, § 64"),
)
CARE_DAYS = (date(2027, 2, 8), date(2027, 2, 26))
"""The days of the first assignment on school-age educare; the second has none yet."""
