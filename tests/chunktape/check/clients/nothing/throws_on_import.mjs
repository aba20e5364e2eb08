throw new Error('no window');
