/** The look of Adaptive Cards. Colours are variables of style.css, so that they follow light and dark at once. */

const colour = (name, subtle) => ({ default: `var(--${name})`, subtle: `var(--${subtle})` });

const colours = {
  default: colour('text', 'subtle'),
  dark: colour('text', 'subtle'),
  light: colour('text', 'subtle'),
  accent: colour('accent', 'accent'),
  good: colour('text', 'subtle'),
  warning: colour('text', 'subtle'),
  attention: colour('danger', 'danger'),
};

const ground = (name) => ({ backgroundColor: `var(--${name})`, foregroundColors: colours });

export const hostConfig = {
  fontFamily: 'inherit',
  fontSizes: { small: 15, default: 16, medium: 18, large: 20, extraLarge: 24 },
  lineHeights: { small: 21, default: 23, medium: 25, large: 27, extraLarge: 31 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  spacing: { small: 6, default: 12, medium: 16, large: 20, extraLarge: 28, padding: 14 },
  supportsInteractivity: true,
  containerStyles: {
    default: ground('surface'),
    emphasis: ground('sunken'),
    good: ground('good-ground'),
    warning: ground('wait-ground'),
    attention: ground('danger-ground'),
    accent: ground('info-ground'),
  },
  actions: {
    maxActions: 100,
    buttonSpacing: 0,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
    spacing: 'default',
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', weight: 'bolder', size: 'small' },
  },
};
