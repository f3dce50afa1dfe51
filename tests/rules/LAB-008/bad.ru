#+ finds: curriculum:test
#+ says: A first course has no outcome that leads to a green skill and is assessed.
DELETE WHERE { ?skill a bw:GreenSkill }
