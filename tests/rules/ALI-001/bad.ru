#+ finds: outcome:test-1-2
#+ says: answer for a part of a job leads to no skill.
DELETE DATA { outcome:test-1-2 bw:attains attained:test-1-2-b . attained:test-1-2 bw:skill skill:60c78287-22eb-4103-9c8c-28deaa460da0 } ;
DELETE DATA { outcome:test-1-2 bw:attains attained:test-1-2 . requirement:work-in-teams bw:importance relationship-type:essential-skill } ;
DELETE WHERE { attained:test-1-2 ?p ?o }
