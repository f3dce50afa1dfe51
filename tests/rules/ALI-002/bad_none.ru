#+ finds: attained:empty
#+ says: A statement of what an outcome leads to has to name exactly one skill (empty).
INSERT DATA { outcome:test-1-1 bw:attains attained:empty . attained:empty a bw:AttainedSkill ; bw:level level:foundation }
