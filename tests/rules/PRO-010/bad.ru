#+ finds: requirement:sector
#+ says: <https://w3id.org/bwise/id/level/good>, required for made-up sector skill, is no level of a declared scale, or not the only one.
DELETE WHERE { requirement:sector bw:requiredLevel ?l } ;
INSERT DATA { requirement:sector bw:requiredLevel level:good }
