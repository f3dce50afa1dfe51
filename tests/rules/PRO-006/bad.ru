#+ finds: requirement:sector
#+ says: The requirement of made-up sector skill gives no reason.
DELETE WHERE { requirement:sector bw:rationale ?why }
