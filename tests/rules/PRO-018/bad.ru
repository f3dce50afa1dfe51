#+ finds: profile:test
#+ says: made-up supporter requires no digital skill.
DELETE WHERE { ?skill a bw:DigitalSkill }
