INSERT DATA { outcome:test-3-1 elm:relatedESCOSkill skill:be6ab363-3de1-427f-a8ef-85d5b0250822 }
