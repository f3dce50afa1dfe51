#+ finds: profile:test
#+ says: made-up sector skill, named by made-up supporter, is not of the class that its place asks for (SkillRequirement).
DELETE DATA { requirement:sector a bw:SkillRequirement }
