#+ finds: curriculum:test
#+ says: ask for support at work, named in A first course, is no skill of ESCO, nor one of the sector with one broader ESCO skill.
INSERT DATA { sector-skill:test skos:broadMatch skill:be6ab363-3de1-427f-a8ef-85d5b0250822 }
