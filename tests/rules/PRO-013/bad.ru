#+ finds: left-out:manage-time
#+ says: manage time has to name one skill by its URI, and the reason.
DELETE WHERE { left-out:manage-time bw:rationale ?why }
