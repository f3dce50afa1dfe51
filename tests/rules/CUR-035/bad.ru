#+ finds: curriculum:test
#+ says: The credit of A first course has to name one framework and one number of points above zero.
DELETE WHERE { credit:test elm:framework ?framework }
