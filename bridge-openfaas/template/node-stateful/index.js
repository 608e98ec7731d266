const { serve } = require('./hachi');

serve(require('./function/handler'));
