#+ finds: requirement:alone
#+ says: The requirement of identify problems has to belong to exactly one profile.
INSERT DATA { requirement:alone a bw:SkillRequirement ; bw:skill skill:a628d2d1-f40a-4c37-a357-2801726f2996 ; bw:importance relationship-type:optional-skill ; bw:rationale "Why?"@en ; dct:source "Made up."@en }
