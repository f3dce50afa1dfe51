#+ finds: requirement:interact
#+ says: The DigComp skill interact through digital technologies is required at intermediate, which is no level of DigComp.
DELETE WHERE { requirement:interact bw:requiredLevel ?l } ;
INSERT DATA { requirement:interact bw:requiredLevel level:intermediate }
