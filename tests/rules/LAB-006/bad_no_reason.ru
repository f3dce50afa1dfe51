#+ finds: curriculum:test
#+ says: A first course neither covers work independently at its level nor declares it as a gap with the reason.
DELETE WHERE { known-gap:test bw:rationale ?why }
