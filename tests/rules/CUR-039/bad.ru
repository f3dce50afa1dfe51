#+ finds: curriculum:test
#+ says: A first course is for workers with support needs and names no accessible format of its material.
DELETE WHERE { curriculum:test bw:accessibleFormat ?format }
