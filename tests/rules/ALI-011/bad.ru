#+ finds: known-gap:test
#+ says: test has to name one requirement and the reason why it is left open.
DELETE WHERE { known-gap:test bw:rationale ?why }
