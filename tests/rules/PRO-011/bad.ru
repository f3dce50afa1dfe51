#+ finds: requirement:work-in-teams
#+ says: work in teams is essential and states no level, so that any will do.
DELETE WHERE { requirement:work-in-teams bw:requiredLevel ?l }
