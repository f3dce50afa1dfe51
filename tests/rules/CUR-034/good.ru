# Another framework has its own hours.
DELETE DATA { credit:test elm:framework education-credit:6fcec5c5af ; elm:point 6.0 } ;
INSERT DATA { credit:test elm:framework <https://example.org/framework> ; elm:point 16.0 }
