#+ finds: curriculum:test
#+ says: No outcome of A first course leads to a digital skill.
# No share is asked for where there is no digital outcome at all.
DELETE WHERE { ?skill a bw:DigitalSkill }
