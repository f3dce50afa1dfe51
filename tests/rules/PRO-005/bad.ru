#+ finds: requirement:sector
#+ says: The requirement of made-up sector skill has to be either essential or optional (found: –).
DELETE WHERE { requirement:sector bw:importance ?i }
