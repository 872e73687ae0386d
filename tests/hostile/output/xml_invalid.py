# says: what no XML can hold is written so that it can
TEXT = ']]>\x01\x02\x1f\ufffe\uffff\U0001fffe_x000D_ _x0041_ &#x1;'
