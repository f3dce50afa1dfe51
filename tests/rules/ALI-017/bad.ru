#+ finds: curriculum:test
#+ says: No outcome of A first course leads to a green skill.
DELETE WHERE { ?skill a bw:GreenSkill }
