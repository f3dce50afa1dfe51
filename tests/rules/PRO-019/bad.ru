#+ finds: profile:test
#+ says: made-up supporter requires no green skill.
DELETE WHERE { ?skill a bw:GreenSkill }
