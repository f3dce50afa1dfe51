#+ finds: outcome:test-3-1
#+ says: report what is done names the skill report facts 2 times.
INSERT DATA { outcome:test-3-1 bw:attains attained:again . attained:again a bw:AttainedSkill ; bw:skill skill:be6ab363-3de1-427f-a8ef-85d5b0250822 ; bw:level level:foundation }
