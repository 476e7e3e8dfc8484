/** Frequent first names, folded, of those who meet in a French house: they tell which of two columns is which, nothing else. */
export const FIRST_NAMES: ReadonlySet<string> = new Set(
  `adam adama adele adrien agathe agnes ahmed aicha alain alexandre alexis ali alice amadou amandine amelie amina aminata amine ana anais andre andrea andrii anna anne annie
  anthony antoine antonio arnaud arthur aurelie awa axel ayoub baptiste beatrice benjamin benoit bernard bilal bintou boubacar brigitte bruno camille carla carlos caroline
  catherine cecile celine chantal charles charlotte chloe christelle christian christine christophe claire clara claude clemence clement corinne cyril daniel daria david
  denis didier djamila dmytro dominique dylan eden elena eliane elias elise elodie emilie emma emmanuel enzo eric estelle ethan eva evelyne fabien fabrice fanny fanta farida fatima
  fatou fatoumata felix florence florian france francis franck francois francoise frederic gabin gabriel gaelle genevieve georges gerard gilles guillaume habiba hadja hamza
  hanna hassan hawa helena helene henri herve hugo ibrahim ibrahima ines iryna isabelle ivan jacqueline jacques jade jamel jean jeanne jeremy jerome joana joao joel jonathan jordan
  jose josephine joseph julia julie julien juliette kadiatou karim karima karine kateryna kelly kenza kevin khadija khadidja khaled kylian laetitia laura laurence laurent lea leila
  leo leon liam lilou lina lisa loic louis louise luc lucas lucie ludovic lydia madeleine mael maelys magali malik malika mamadou manon manuel marc marcel margaux maria mariam mariama marie
  marina marine marion martine mathieu mathilde mathis matthieu maxime medhi mehdi melanie melissa michel michele mickael mohamed mohammed monique morgane mourad moussa mustapha
  mykola myriam nadia nadine nassim natalia nathalie nathan nicolas nicole nina noah noemie nora nour oceane odile oksana oleksandr olena olga olivier omar oumar ousmane pascal pascale
  patricia patrick paul paulo pauline pedro philippe pierre quentin rachel rachid rania raphael rayan raymond regine rene robert robin rokia romain romane rose rosa sabrina sacha salima samia samir
  samira samuel sandra sandrine sara sarah sebastien serge sofia sofiane solene sonia sophie soraya souleymane stephane stephanie sylvie sylvain tatiana theo therese thierry thomas tiago
  timothee tom valentin valerie vanessa veronique victor victoria vincent virginie volodymyr wafa walid xavier yacine yann yanis yasmina yasmine yassine youssef yves yvette zineb zoe zohra`.trim().split(/\s+/),
);
